using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;
using ScopeAuth.Keys;
using ScopeAuth.Network;
using ScopeAuth.Tests.Keys;

namespace ScopeAuth.Tests.Network;

public sealed class BackchannelNamesTests
{
    [Fact]
    public async Task Servers_whose_client_nobody_shaped_share_one_and_another_where_private_addresses_are_refused()
    {
        await using var fixture = new KeyRingFixture(services => services.AddHttpClient("ScopeAuth:other").AddHttpMessageHandler(() => new MissingNetworkGuard()));
        var names = fixture.Services.GetRequiredService<BackchannelNames>();

        Assert.Equal("ScopeAuth:(any)", names.For("acme", hasCertificate: false, publicNetworkOnly: false));
        Assert.Equal("ScopeAuth:(any, public network)", names.For("acme", hasCertificate: false, publicNetworkOnly: true));
        Assert.Equal("ScopeAuth:other", names.For("other", hasCertificate: false, publicNetworkOnly: true));
        Assert.Equal("ScopeAuth:acme", names.For("acme", hasCertificate: true, publicNetworkOnly: false));
    }

    public static TheoryData<string, Action<IServiceCollection>> Shapings => new()
    {
        { "a handler", services => services.AddHttpClient("ScopeAuth:acme").AddHttpMessageHandler(() => new MissingNetworkGuard()) },
        { "a property", services => services.AddHttpClient("ScopeAuth:acme", client => client.DefaultRequestHeaders.Add("X-Shaped", "1")) },
        { "services", services => services.AddHttpClient("ScopeAuth:acme").ConfigureHttpClient((_, client) => client.DefaultRequestHeaders.Add("X-Shaped", "1")) },
        { "options afterwards", services => services.PostConfigure<HttpClientFactoryOptions>("ScopeAuth:acme", options => options.SuppressHandlerScope = true) },
        { "options by a class", services => services.AddSingleton<IConfigureOptions<HttpClientFactoryOptions>, ByName>() },
        { "options with a service", services => services.AddOptions<HttpClientFactoryOptions>("ScopeAuth:acme").Configure<TimeProvider>((options, _) => options.SuppressHandlerScope = true) },
        { "a filter", services => services.AddSingleton<IHttpMessageHandlerBuilderFilter, ByName>() },
    };

    [Theory]
    [MemberData(nameof(Shapings))]
    public async Task A_client_that_may_have_been_shaped_is_the_servers_own(string how, Action<IServiceCollection> shape)
    {
        Assert.NotEmpty(how);
        await using var fixture = new KeyRingFixture(shape);

        Assert.Equal("ScopeAuth:acme", fixture.Services.GetRequiredService<BackchannelNames>().For("acme", hasCertificate: false, publicNetworkOnly: false));
    }

    [Fact]
    public async Task What_the_application_does_to_all_clients_is_done_to_the_shared_ones()
    {
        var asked = 0;
        await using var fixture = new KeyRingFixture(services => services.ConfigureHttpClientDefaults(
            client => client.AddHttpMessageHandler(() => new BackchannelProbe(() => asked++))));
        fixture.Server.AnswerWith("{}");

        Assert.Null((await fixture.Channel().GetDocumentAsync(fixture.Server.Jwks, KeyRingFixture.Token)).Failure);

        Assert.Equal(1, asked);
        Assert.Equal(BackchannelNames.Shared, fixture.Services.GetRequiredService<BackchannelNames>().For("acme", hasCertificate: false, publicNetworkOnly: false));
    }

    [Fact]
    public async Task A_connection_to_a_private_address_is_not_there_for_a_server_that_may_not_use_one()
    {
        await using var fixture = new KeyRingFixture();
        // Kept open by the server, which would answer the next request on it, too.
        fixture.Server.Answer = async (_, stream, token) =>
        {
            do await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray(), token);
            while (await stream.ReadAsync(new byte[4096], token) > 0);
        };
        Assert.Null((await fixture.Channel(serverName: "inside").GetDocumentAsync(fixture.Server.Jwks, KeyRingFixture.Token)).Failure);

        var refused = await fixture.Channel(publicNetworkOnly: true, serverName: "outside").GetDocumentAsync(fixture.Server.Jwks, KeyRingFixture.Token);

        Assert.Equal(NetworkFailureKind.NetworkNotAllowed, refused.Failure?.Kind);
    }

    private sealed class ByName : IConfigureNamedOptions<HttpClientFactoryOptions>, IHttpMessageHandlerBuilderFilter
    {
        public void Configure(string? name, HttpClientFactoryOptions options)
        {
        }

        public void Configure(HttpClientFactoryOptions options)
        {
        }

        public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => next;
    }
}
