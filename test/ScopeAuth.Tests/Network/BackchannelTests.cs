using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Keys;
using ScopeAuth.Network;
using ScopeAuth.Tests.Keys;

namespace ScopeAuth.Tests.Network;

public sealed class BackchannelTests : IAsyncDisposable
{
    private readonly KeyRingFixture _fixture = new();

    private FaultServer Server => _fixture.Server;

    private static CancellationToken Token => KeyRingFixture.Token;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/jwk-set+json")]
    [InlineData("Application/JWK-SET+JSON")]
    [InlineData("text/json")]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    [InlineData(null)]
    public async Task Every_media_type_that_servers_send_key_sets_with_is_read(string? contentType)
    {
        Server.Answer = (_, stream, token) => stream.WriteAsync(FaultServer.Response("{}", 200, contentType), token).AsTask();

        Assert.Null((await _fixture.Channel().GetDocumentAsync(Server.Jwks, Token)).Failure);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("Cache-Control: max-age=600\r\n", 600)]
    [InlineData("Cache-Control: public, max-age=600\r\nAge: 100\r\n", 500)]
    [InlineData("Cache-Control: no-cache, no-store\r\n", 0)]
    [InlineData("Cache-Control: no-store, max-age=600\r\n", 0)]
    [InlineData("Cache-Control: max-age=99999999999999999999\r\n", null)]
    public async Task The_age_of_a_document_is_what_the_server_says(string headers, int? seconds)
    {
        Server.AnswerWith("{}", headers: headers);

        Assert.Equal(seconds, (await _fixture.Channel().GetDocumentAsync(Server.Jwks, Token)).MaxAge?.TotalSeconds);
    }

    [Theory]
    [InlineData("http://as.example/jwks")]
    [InlineData("http://127.0.0.2.example/jwks")]
    [InlineData("https://user@as.example/jwks")]
    [InlineData("https://as.example/jwks#part")]
    [InlineData("ftp://127.0.0.1/jwks")]
    [InlineData("file:///etc/passwd")]
    public async Task Only_https_or_http_to_loopback_is_used(string address) =>
        Assert.Equal(NetworkFailureKind.AddressNotAllowed, (await _fixture.Channel().GetDocumentAsync(new(address), Token)).Failure?.Kind);

    [Fact]
    public async Task Http_is_refused_even_to_loopback_unless_it_is_allowed()
    {
        Assert.Equal(NetworkFailureKind.AddressNotAllowed, (await _fixture.Channel(allowHttp: false).GetDocumentAsync(Server.Jwks, Token)).Failure?.Kind);
        Assert.Empty(Server.Requests);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]       // a name: it is the address that counts, after resolution
    public async Task A_back_channel_for_the_public_network_connects_to_no_other(string host)
    {
        var channel = _fixture.Channel(publicNetworkOnly: true);

        var response = await channel.GetDocumentAsync(new UriBuilder(Server.Jwks) { Host = host }.Uri, Token);

        Assert.Equal(NetworkFailureKind.NetworkNotAllowed, response.Failure?.Kind);
        Assert.Empty(Server.Requests);
    }

    [Theory]
    [InlineData("127.0.0.2")]       // refused
    [InlineData("192.0.2.1")]       // leads nowhere
    public async Task A_host_is_reached_by_its_second_address_if_the_first_does_not_answer(string first)
    {
        var connecting = BackchannelHandler.ConnectAsync([IPAddress.Parse(first), IPAddress.Loopback], Server.Address.Port, _fixture.Clock, Token);
        var limit = TimeSpan.FromMilliseconds(600);
        while (await Task.WhenAny(connecting, _fixture.Clock.WhenDueWithinAsync(limit, Token)) != connecting) _fixture.Clock.Advance(limit);

        await using var stream = await connecting;
        Assert.True(stream.CanWrite);
    }

    [Fact]
    public async Task Requests_carry_no_cookie_and_ask_for_plain_json()
    {
        HttpRequestMessage? sent = null;
        await using var fixture = new KeyRingFixture(services => services.AddHttpClient("ScopeAuth:acme")
            .AddHttpMessageHandler(() => new BackchannelProbe(() => { }, onRequestMessage: request => sent = request)));
        Server.AnswerWith("{}", headers: "Set-Cookie: session=1\r\n");

        var channel = fixture.Channel();
        await channel.GetDocumentAsync(Server.Jwks, Token);
        await channel.GetDocumentAsync(Server.Jwks, Token);

        Assert.False(sent!.Headers.Contains("Cookie"));
        Assert.StartsWith("application/json", sent.Headers.Accept.ToString(), StringComparison.Ordinal);
        Assert.Equal("identity", sent.Headers.AcceptEncoding.ToString());
    }

    [Fact]
    public async Task The_time_limit_covers_the_body_too()
    {
        var headersRead = new TaskCompletionSource();
        await using var fixture = new KeyRingFixture(services => services.Probe(() => { }, headersRead.SetResult));
        Server.HangAfter("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{\"keys\":[");

        var response = fixture.Channel().GetDocumentAsync(Server.Jwks, Token);
        await headersRead.Task.WaitAsync(Token);
        fixture.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(NetworkFailureKind.Timeout, (await response).Failure?.Kind);
    }

    [Fact]
    public async Task A_redirect_that_a_handler_of_the_application_followed_is_refused_all_the_same()
    {
        await using var other = new FaultServer();
        other.AnswerWith(Jwks.Set(Jwks.Rsa("other")));
        Server.AnswerWithStatus(302, $"Location: {other.Jwks}\r\n");
        await using var fixture = new KeyRingFixture(services => services.AddHttpClient("ScopeAuth:acme")
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = true }));

        Assert.Equal(NetworkFailureKind.Redirect, (await fixture.Channel().GetDocumentAsync(Server.Jwks, Token)).Failure?.Kind);
    }

    [Fact]
    public void A_redirect_may_change_the_path_and_nothing_before_it()
    {
        var from = new Uri("https://as.example/keys");
        Uri? Follow(string location) => BackchannelExchange.Target(from, new() { Headers = { Location = new(location, UriKind.RelativeOrAbsolute) } });

        Assert.Equal("https://as.example/other?x=1", Follow("/other?x=1")?.OriginalString);
        Assert.Equal("https://AS.example:443/other", Follow("https://AS.example:443/other")?.OriginalString);
        Assert.All(
            ["http://as.example/keys", "https://as.example:8443/keys", "https://evil.example/keys", "//evil.example/keys", "https://x@as.example/keys", "ftp://as.example/"],
            location => Assert.Null(Follow(location)));
    }

    [Fact]
    public async Task A_server_that_keeps_failing_is_left_alone_for_half_a_minute()
    {
        Server.AnswerWithStatus(503);
        var channel = _fixture.Channel();

        for (var attempt = 0; attempt < 5; attempt++) await PassRetries(channel.GetDocumentAsync(Server.Jwks, Token));
        Assert.Equal(6, Server.Requests.Count);

        _fixture.Clock.Advance(TimeSpan.FromSeconds(30));
        Server.AnswerWith("{}");
        Assert.Null((await channel.GetDocumentAsync(Server.Jwks, Token)).Failure);
    }

    [Fact]
    public async Task A_server_whose_certificate_nobody_knows_is_refused_and_a_private_authority_can_be_given()
    {
        using var key = RSA.Create(Jwks.Key());
        using var certificate = SelfSigned(key);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/jwks");
        var serving = ServeTlsAsync(listener, certificate, connections: 2);

        var refused = await _fixture.Channel().GetDocumentAsync(address, Token);
        await using var fixture = new KeyRingFixture(services => services.AddHttpClient("ScopeAuth:acme")
            .ConfigurePrimaryHttpMessageHandler((handler, _) => ((SocketsHttpHandler)handler).SslOptions.CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { certificate },
                RevocationMode = X509RevocationMode.NoCheck,
            }));
        var accepted = await fixture.Channel().GetDocumentAsync(address, Token);
        await serving;

        Assert.Equal(NetworkFailureKind.InsecureConnection, refused.Failure?.Kind);
        Assert.Null(accepted.Failure);
    }

    private async Task PassRetries(Task response)
    {
        var retryDelay = TimeSpan.FromSeconds(1.5);
        while (await Task.WhenAny(response, _fixture.Clock.WhenDueWithinAsync(retryDelay, Token)) != response) _fixture.Clock.Advance(retryDelay);
        await response;
    }

    private static X509Certificate2 SelfSigned(RSA key)
    {
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }

    private static async Task ServeTlsAsync(TcpListener listener, X509Certificate2 certificate, int connections)
    {
        for (; connections > 0; connections--)
        {
            using var client = await listener.AcceptTcpClientAsync(Token);
            await using var tls = new SslStream(client.GetStream());
            try
            {
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, Token);
                await tls.ReadAtLeastAsync(new byte[4096], 1, cancellationToken: Token);
                await tls.WriteAsync(FaultServer.Response("{}"), Token);
            }
            catch (IOException)
            {
                // The client did not like the certificate.
            }
        }
    }
}
