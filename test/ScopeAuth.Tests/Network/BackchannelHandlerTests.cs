using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;
using ScopeAuth.Network;
using ScopeAuth.Tests.Keys;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Network;

/// <summary>The connections of a back channel, as an application finds them.</summary>
public sealed class BackchannelHandlerTests
{
    [Fact]
    public void Connections_live_shortly_follow_nothing_keep_nothing_and_unpack_nothing()
    {
        using var handler = BackchannelHandler.Create(new FakeClock());

        Assert.Equal((false, false, false), (handler.AllowAutoRedirect, handler.UseCookies, handler.PreAuthenticate));
        Assert.Equal(DecompressionMethods.None, handler.AutomaticDecompression);
        Assert.Equal(
            (TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(15)),
            (handler.ConnectTimeout, handler.PooledConnectionLifetime, handler.PooledConnectionIdleTimeout));
        Assert.Equal((32, 0), (handler.MaxResponseHeadersLength, handler.MaxResponseDrainSize));
    }

    [Fact]
    public async Task A_connection_sends_at_once_and_is_closed_with_its_stream()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var stream = await BackchannelHandler.ConnectAsync([IPAddress.Loopback], ((IPEndPoint)listener.LocalEndpoint).Port, new FakeClock(), TestContext.Current.CancellationToken);
        using var accepted = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);

        Assert.True(Assert.IsType<NetworkStream>(stream).Socket.NoDelay);
        await stream.DisposeAsync();
        Assert.Equal(0, await accepted.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("ScopeAuth:acme", true)]
    [InlineData("scopeauth:acme", false)]
    [InlineData("Other", false)]
    [InlineData("", false)]
    public async Task Only_clients_of_back_channels_get_them(string name, bool isOurs)
    {
        await using var fixture = new KeyRingFixture();

        var actions = fixture.Services.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get(name).HttpMessageHandlerBuilderActions;

        // One in the first place and one in the last; between them that of the fixture, which is for all clients.
        Assert.Equal(isOurs ? 3 : 1, actions.Count);
    }

    [Fact]
    public void A_certificate_is_shown_to_its_host_by_its_own_server_alone()
    {
        var certificates = new ClientCertificates();
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("client");
        certificates.Use("acme", "as.example", () => certificate);

        Assert.Same(certificate, certificates.Find("ScopeAuth:acme", "AS.example"));
        Assert.Null(certificates.Find("ScopeAuth:ACME", "as.example"));
        Assert.Null(certificates.Find("ScopeAuth:acme", "as.example.org"));
        Assert.Null(certificates.Find("ScopeAuth:(any)", "as.example"));
    }

    [Fact]
    public void A_handler_checks_addresses_as_long_as_nobody_else_opens_its_connections()
    {
        using var own = BackchannelHandler.Create(new FakeClock());
        using var foreign = new SocketsHttpHandler();
        using var other = new HttpClientHandler();

        Assert.True(NetworkGuard.IsIn(own));
        Assert.False(NetworkGuard.IsIn(foreign));
        Assert.False(NetworkGuard.IsIn(other));
        own.ConnectCallback = (_, _) => throw new NotSupportedException();
        Assert.False(NetworkGuard.IsIn(own));
    }
}
