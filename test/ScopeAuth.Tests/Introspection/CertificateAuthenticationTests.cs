using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Tests.Audit;
using ScopeAuth.Tests.Network;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Introspection;

/// <summary>RFC 8705 section 2 over a real handshake.</summary>
public sealed class CertificateAuthenticationTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FaultServer _unused = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    [Theory]
    [InlineData("api.p12")]
    [InlineData("api.pem")]
    public async Task The_handshake_shows_the_certificate_and_the_form_says_the_id(string form)
    {
        using var own = Certificate("CN=as");
        using var client = Certificate("CN=api");
        var file = Write(form, client);
        _listener.Start();
        await using var api = await StartApiAsync(own, file);

        var (shown, question) = await AskAsync(api, own);

        Assert.Equal(client.Thumbprint, shown);
        Assert.EndsWith("&token_type_hint=access_token&client_id=api", question, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api.p12")]
    [InlineData("api.pem")]
    public async Task A_certificate_file_that_changes_is_followed_and_one_that_breaks_is_not(string form)
    {
        using var own = Certificate("CN=as");
        using var first = Certificate("CN=api");
        using var second = Certificate("CN=api");
        var file = Write(form, first);
        _listener.Start();
        await using var api = await StartApiAsync(own, file);
        Assert.Equal(first.Thumbprint, (await AskAsync(api, own)).Thumbprint);

        Write(form, second);
        Assert.Equal(second.Thumbprint, (await AskAsync(api, own)).Thumbprint);
        Assert.Contains(api.Logs.Entries, entry => entry.Id.Id == 105);

        await File.WriteAllTextAsync(file, "half of a", TestContext.Current.CancellationToken);
        Assert.Equal(second.Thumbprint, (await AskAsync(api, own)).Thumbprint);
        Assert.Contains(api.Logs.Entries, entry => entry.Id.Id == 106);
    }

    public async ValueTask DisposeAsync()
    {
        await _unused.DisposeAsync();
        _listener.Dispose();
        _folder.Dispose();
    }

    private string Write(string form, X509Certificate2 certificate)
    {
        var file = _folder[form];
        if (form == "api.p12") File.WriteAllBytes(file, certificate.Export(X509ContentType.Pkcs12));
        else File.WriteAllText(file, $"{certificate.ExportCertificatePem()}\n{certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem()}");
        return file;
    }

    private Task<TestApi> StartApiAsync(X509Certificate2 server, string file)
    {
        var settings = AskingApi.Settings(_unused);
        settings["AuthorizationServers:acme:IntrospectionUri"] = $"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/introspect";
        settings.Remove("AuthorizationServers:acme:IntrospectionClient:Secret");
        settings["AuthorizationServers:acme:IntrospectionClient:CertificateFile"] = file;
        // A clock that stands: a busy machine may take longer for a handshake than a question may last.
        return TestApi.StartAsync(settings, clock: new FakeClock(), configure: builder => builder.Services.AddHttpClient("ScopeAuth:acme")
            .ConfigurePrimaryHttpMessageHandler((handler, _) => ((SocketsHttpHandler)handler).SslOptions.CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { server },
                RevocationMode = X509RevocationMode.NoCheck,
            }));
    }

    /// <summary>One question, on a connection of its own: the server closes it after the answer.</summary>
    private async Task<(string? Thumbprint, string Question)> AskAsync(TestApi api, X509Certificate2 certificate)
    {
        var serving = ServeAsync(certificate);
        await api.AskAsync("/whoami", AskingApi.NewToken());
        return await serving;
    }

    private async Task<(string? Thumbprint, string Question)> ServeAsync(X509Certificate2 certificate)
    {
        using var connection = await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var tls = new SslStream(connection.GetStream());
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificate = certificate,
                ClientCertificateRequired = true,
                EnabledSslProtocols = SslProtocols.Tls13 | SslProtocols.Tls12,
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
            },
            TestContext.Current.CancellationToken);
        var buffer = new byte[8192];
        var length = 0;
        while (!System.Text.Encoding.ASCII.GetString(buffer, 0, length).Contains("client_id=", StringComparison.Ordinal))
            length += await tls.ReadAsync(buffer.AsMemory(length), TestContext.Current.CancellationToken);
        await tls.WriteAsync(FaultServer.Response("""{"active":false}"""), TestContext.Current.CancellationToken);
        return (tls.RemoteCertificate?.GetCertHashString(), System.Text.Encoding.ASCII.GetString(buffer, 0, length));
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
