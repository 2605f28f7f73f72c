using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Keys;
using ScopeAuth.Network;
using ScopeAuth.Tests.Keys;

namespace ScopeAuth.Tests.Network;

/// <summary>What an application says of a server's named client holds for the fetch of its keys.</summary>
public sealed class ShapedConnectionTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task A_server_of_a_private_authority_that_demands_a_client_certificate_gets_it_and_is_believed()
    {
        await using var server = await TlsServer.StartAsync(_authority.Issue("localhost"), Jwks.Set(Jwks.Rsa("one")), clientAuthority: _authority.Certificate);
        await using var fixture = new KeyRingFixture(services => Shape(services, _authority.Certificate, _authority.Issue("this API")));

        var ring = await LoadAsync(fixture, "acme", $"https://localhost:{server.Port}/jwks");

        Assert.Null(ring.State.LastFailure);
        Assert.True(ring.Current.Contains("one"u8));
        Assert.Equal(["CN=this API"], server.Clients);
    }

    [Fact]
    public async Task An_authority_is_believed_for_the_server_that_it_was_given_for_and_for_no_other()
    {
        await using var server = await TlsServer.StartAsync(_authority.Issue("localhost"), Jwks.Set(Jwks.Rsa("one")));
        await using var fixture = new KeyRingFixture(services => Shape(services, _authority.Certificate, _authority.Issue("this API")));

        var other = await LoadAsync(fixture, "beta", $"https://localhost:{server.Port}/jwks");

        Assert.Equal(NetworkFailureKind.InsecureConnection, other.State.LastFailure?.Network);
        Assert.Empty(server.Clients);
    }

    [Theory]
    [InlineData("elsewhere.example", true)]         // another name
    [InlineData("localhost", false)]                // another authority
    public async Task A_certificate_of_another_name_or_another_authority_is_refused(string name, bool isKnown)
    {
        using var stranger = new TestAuthority();
        await using var server = await TlsServer.StartAsync((isKnown ? _authority : stranger).Issue(name), Jwks.Set(Jwks.Rsa("one")));
        await using var fixture = new KeyRingFixture(services => Shape(services, _authority.Certificate, _authority.Issue("this API")));

        Assert.Equal(NetworkFailureKind.InsecureConnection, (await LoadAsync(fixture, "acme", $"https://localhost:{server.Port}/jwks")).State.LastFailure?.Network);
        Assert.Empty(server.Clients);
    }

    [Fact]
    public async Task A_proxy_is_asked_for_the_servers_name_which_need_not_resolve_here()
    {
        await using var server = await TlsServer.StartAsync(_authority.Issue("as.acme.example"), Jwks.Set(Jwks.Rsa("one")));
        await using var proxy = new TunnelProxy(server.Port);
        await using var fixture = new KeyRingFixture(services =>
        {
            Shape(services, _authority.Certificate, _authority.Issue("this API"));
            services.AddHttpClient("ScopeAuth:acme").ConfigurePrimaryHttpMessageHandler((handler, _) => ((SocketsHttpHandler)handler).Proxy = new WebProxy(proxy.Address));
        });

        var ring = await LoadAsync(fixture, "acme", "https://as.acme.example/jwks");

        Assert.Null(ring.State.LastFailure);
        Assert.Equal(["CONNECT as.acme.example:443 HTTP/1.1"], proxy.Requests);
        Assert.Single(server.Clients);
    }

    private static void Shape(IServiceCollection services, X509Certificate2 authority, X509Certificate2 clientCertificate)
    {
        services.AddHttpClient("ScopeAuth:acme").ConfigurePrimaryHttpMessageHandler((handler, _) =>
        {
            var connections = (SocketsHttpHandler)handler;
            connections.SslOptions.CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,        // unless the authority publishes a revocation list
            };
            connections.SslOptions.ClientCertificates = [clientCertificate];
        });
    }

    private static Task<KeyRing> LoadAsync(KeyRingFixture fixture, string name, string jwksUri) =>
        fixture.LoadAsync(fixture.Rings.For(name, new() { JwksUri = jwksUri }, null, []));
}
