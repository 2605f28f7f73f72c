using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Tests.Keys;
using ScopeAuth.Tests.Network;

namespace ScopeAuth.Tests.AuthorizationServers;

/// <summary>A server that somebody names while the application runs must not lead it into its own network.</summary>
public sealed class CheckedNetworkTests : IAsyncDisposable
{
    private readonly CheckFixture _fixture = new();

    private FaultServer Server => _fixture.Server;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]       // a name: what counts is where it leads when the connection is made
    [InlineData("[::1]")]
    public async Task A_server_that_is_not_registered_is_not_looked_for_on_private_addresses(string host)
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));

        var finding = Assert.Single(await _fixture.CheckNewAsync(options =>
            (options.AllowPrivateNetwork, options.JwksUri) = (null, new UriBuilder(Server.Jwks) { Host = host }.Uri.OriginalString)));

        Assert.Equal((CheckSeverity.Error, "NetworkNotAllowed"), (finding.Severity, finding.Code));
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task A_registered_server_may_be_inside_unless_it_is_registered_not_to_be()
    {
        Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        Assert.Contains(await _fixture.Check.RunAsync("acme", CheckFixture.Token), finding => finding.Code == "Keys");

        await using var guarded = new CheckFixture(server => server.AllowPrivateNetwork = false);
        Assert.Equal("NetworkNotAllowed", Assert.Single(await guarded.Check.RunAsync("acme", CheckFixture.Token)).Code);
        Assert.Empty(guarded.Server.Requests);
    }

    [Fact]
    public async Task A_redirect_out_of_the_origin_is_not_followed()
    {
        await using var inside = new FaultServer();
        Server.AnswerWithStatus(302, $"Location: {inside.Jwks}\r\n");

        Assert.Equal("Redirect", Assert.Single(await _fixture.CheckNewAsync()).Code);
        Assert.Empty(inside.Requests);
    }

    [Fact]
    public async Task Metadata_cannot_send_the_check_to_another_host()
    {
        await using var inside = new FaultServer();
        Server.AnswerWith(Jwks.Metadata("https://new.example", $"http://127.0.0.2:{inside.Address.Port}/jwks"));

        var finding = Assert.Single(await _fixture.CheckNewAsync(options => (options.JwksUri, options.MetadataUri) = (null, Server.Jwks.OriginalString)));

        Assert.Equal("JwksUriNotAllowed", finding.Code);
        Assert.Empty(inside.Requests);
    }

    [Fact]
    public async Task A_handler_of_the_application_that_checks_no_addresses_is_not_used_where_they_have_to_be_checked()
    {
        await using var fixture = new CheckFixture(configure: services => services.AddHttpClient("ScopeAuth:new").ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler()));
        fixture.Server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));

        var refused = Assert.Single(await fixture.CheckNewAsync(options => options.AllowPrivateNetwork = false));
        Assert.Equal("NetworkNotAllowed", refused.Code);
        Assert.Contains("primary handler", refused.Text, StringComparison.Ordinal);
        Assert.Empty(fixture.Server.Requests);

        Assert.Contains(await fixture.CheckNewAsync(), finding => finding.Code == "Keys");
    }

    [Fact]
    public async Task A_handler_that_the_application_only_shaped_still_checks_addresses()
    {
        await using var fixture = new CheckFixture(configure: services => services.AddHttpClient("ScopeAuth:new")
            .ConfigurePrimaryHttpMessageHandler((handler, _) => ((SocketsHttpHandler)handler).MaxConnectionsPerServer = 2));

        var finding = Assert.Single(await fixture.CheckNewAsync(options => options.AllowPrivateNetwork = false));

        Assert.Equal("NetworkNotAllowed", finding.Code);
        Assert.Contains("resolves only to", finding.Text, StringComparison.Ordinal);
    }
}
