using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ScopeAuth.Testing.Tests;

public sealed class MountingTests
{
    private const string Root = "http://app.example";
    private const string Scope = "zscaler.net::1::Viewer";

    [Fact]
    public async Task Every_vendor_can_be_mounted_in_one_application()
    {
        var servers = Enum.GetValues<Vendor>().Select(vendor => Make(vendor, $"/as/{vendor}")).ToArray();
        await using var app = CreateApp();
        foreach (var server in servers) app.MapTestAuthorizationServer($"/as/{server.Vendor}", server);
        await app.StartAsync(Http.Cancelled);

        foreach (var server in servers)
        {
            var metadata = await Http.GetJsonAsync(Reach(app, server.MetadataUri));
            var keys = await Http.GetJsonAsync(Reach(app, new((string)metadata["jwks_uri"]!)));
            var token = await Http.TokenAsync(Reach(app, server.TokenEndpoint), Scope);

            Assert.StartsWith($"{Root}/as/{server.Vendor}/", (string?)metadata["token_endpoint"], StringComparison.Ordinal);
            Assert.Equal(server.Issuer, (string?)metadata["issuer"]);
            Assert.True(PublishedKeys.Verify(keys, token));
            Assert.Equal((1, 1, 1), (server.Requests.Metadata, server.Requests.Keys, server.Requests.Token));
            await server.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(Vendor.Okta, "/.well-known/oauth-authorization-server/as/x/oauth2/default")]
    [InlineData(Vendor.Okta, "/as/x/oauth2/default/.well-known/openid-configuration")]
    [InlineData(Vendor.PingFederate, "/.well-known/oauth-authorization-server/as/x")]
    [InlineData(Vendor.PingFederate, "/as/x/.well-known/oauth-authorization-server")]
    [InlineData(Vendor.Generic, "/.well-known/oauth-authorization-server/as/x")]
    public async Task Well_known_documents_stand_before_the_path_where_RFC_8414_puts_them(Vendor vendor, string path)
    {
        await using var server = Make(vendor, "/as/x");
        await using var app = CreateApp();
        app.MapTestAuthorizationServer("/as/x", server);
        await app.StartAsync(Http.Cancelled);

        var metadata = await Http.GetJsonAsync(Reach(app, new(Root + path)));

        Assert.Equal(server.Issuer, (string?)metadata["issuer"]);
    }

    [Fact]
    public async Task Mounted_endpoints_are_open_although_the_application_is_closed()
    {
        await using var server = Make(Vendor.Generic, "/as/x");
        await using var app = CreateApp(services => services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build()));
        app.UseAuthorization();
        app.MapTestAuthorizationServer("/as/x", server);
        await app.StartAsync(Http.Cancelled);

        using var response = await Http.Client.GetAsync(Reach(app, server.JwksUri), Http.Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_server_cannot_be_mounted_where_its_own_addresses_do_not_lead()
    {
        await using var server = Make(Vendor.Generic, "/as/x");
        await using var app = CreateApp();

        var refused = Assert.Throws<ArgumentException>(() => app.MapTestAuthorizationServer("/as/y", server));

        Assert.Contains("'/as/y'", refused.Message, StringComparison.Ordinal);
    }

    private static TestAuthorizationServer Make(Vendor vendor, string prefix) =>
        new(vendor, new(Root + prefix), options => options.Organizations.Add("zscaler.net::1"));

    private static WebApplication CreateApp(Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        configure?.Invoke(builder.Services);
        return builder.Build();
    }

    /// <summary>The application is known by a name, as behind a proxy; this is where it really listens.</summary>
    private static Uri Reach(WebApplication app, Uri address)
    {
        Assert.StartsWith(Root, address.AbsoluteUri, StringComparison.Ordinal);
        var features = app.Services.GetRequiredService<IServer>().Features;
        return new(new(features.Get<IServerAddressesFeature>()!.Addresses.Single()), address.PathAndQuery);
    }
}
