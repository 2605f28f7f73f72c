using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Audit;
using ScopeAuth.Tests.Network;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Introspection;

/// <summary>How the API proves to a server who asks, against servers that check it as their vendors do.</summary>
public sealed class ClientAuthenticationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> KeyFiles => new()
    {
        { "pkcs8.pem", "RS256" },
        { "pkcs1.pem", "PS256" },
        { "encrypted.pem", "RS512" },
        { "key.p12", "RS256" },
        { "key.jwk", "PS384" },
        { "zitadel.json", "RS256" },
        { "ec.pem", "ES256" },
        { "ec-sec1.pem", "ES256" },
        { "ec.p12", "ES256" },
        { "ec.jwk", "ES384" },
    };

    [Theory]
    [MemberData(nameof(KeyFiles))]
    public async Task A_private_key_in_every_form_in_which_keys_are_handed_out(string form, string algorithm)
    {
        var (file, publicKey) = WriteKey(form, algorithm);
        await using var server = await StartAsync(Vendor.Zitadel, publicKey);
        await using var api = await StartApiAsync(
            server,
            ("KeyFile", file),
            ("Algorithm", algorithm),
            ("Id", form == "zitadel.json" ? null : "api@acme"),
            ("PasswordFile", form is "encrypted.pem" or "key.p12" or "ec.p12" ? Write("password", "geheim\n") : null));

        // The server refuses an assertion that it has seen: one question is repeated, those after it are signed for themselves.
        for (var question = 0; question < 3; question++) Assert.Equal(200, (await api.AskAsync("/whoami", Token(server))).Status);
        Assert.Equal(4, server.Requests.Introspection);
        Assert.Single(api.Logs.Entries, entry => entry.Id.Id == 107);
    }

    [Theory]
    [InlineData(Vendor.Zitadel)]        // the issuer
    [InlineData(Vendor.Okta)]           // the endpoint
    [InlineData(Vendor.Generic)]
    [InlineData(Vendor.SafewhereIdentify)]
    public async Task The_audience_of_an_assertion_is_what_the_vendor_documents(Vendor vendor)
    {
        var (file, publicKey) = WriteKey("pkcs8.pem", "RS256");
        await using var server = await StartAsync(vendor, publicKey);
        await using var api = await StartApiAsync(server, ("KeyFile", file), ("Id", "api@acme"));

        Assert.Equal(200, (await api.AskAsync("/whoami", Token(server))).Status);
    }

    [Fact]
    public async Task Another_audience_can_be_configured_and_a_wrong_one_is_refused_by_the_server()
    {
        var (file, publicKey) = WriteKey("pkcs8.pem", "RS256");
        await using var server = await StartAsync(Vendor.Zitadel, publicKey);
        await using var api = await StartApiAsync(server, ("KeyFile", file), ("Id", "api@acme"), ("Audience", "https://other.example"));

        Assert.Equal(Rejection.IntrospectionUnavailable, (await api.AskAsync("/whoami", Token(server))).Rejection);
        // The first refusal might have been about its having been sent before; a second one is final.
        Assert.Equal(2, server.Requests.Introspection);
    }

    [Fact]
    public async Task An_assertion_is_short_and_says_who_asks_whom()
    {
        var clock = new FakeClock();
        var (file, _) = WriteKey("ec.pem", "ES256");
        await using var endpoint = new FaultServer();
        endpoint.AnswerWith("""{"active":false}""");
        await using var api = await AskingApi.StartAsync(endpoint, clock, Client(("KeyFile", file), ("Id", "api@acme"), ("KeyId", "key 1")));

        await api.AskAsync("/whoami", AskingApi.NewToken());

        var (header, payload) = AssertionOf(Assert.Single(endpoint.Texts));
        Assert.Equal("""{"alg":"ES256","typ":"JWT","kid":"key 1"}""", header.ToJsonString());
        Assert.Equal(("api@acme", "api@acme", AskingApi.Issuer), ((string)payload["iss"]!, (string)payload["sub"]!, (string)payload["aud"]!));
        Assert.InRange((long)payload["exp"]! - clock.GetUtcNow().ToUnixTimeSeconds(), 1, 60);
        Assert.InRange(clock.GetUtcNow().ToUnixTimeSeconds() - (long)payload["iat"]!, 0, 10);
        Assert.Equal(22, ((string)payload["jti"]!).Length);
    }

    [Fact]
    public async Task An_assertion_is_signed_once_and_sent_for_half_of_its_life()
    {
        var clock = new FakeClock();
        var (file, _) = WriteKey("ec.pem", "ES256");
        await using var endpoint = new FaultServer();
        endpoint.AnswerWith("""{"active":false}""");
        await using var api = await AskingApi.StartAsync(endpoint, clock, Client(("KeyFile", file), ("Id", "api")));

        for (var second = 0; second < 40; second += 10)
        {
            await api.AskAsync("/whoami", AskingApi.NewToken());
            clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal([3, 1], IdsOf(endpoint).GroupBy(id => id).Select(group => group.Count()));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_server_that_refuses_an_assertion_which_it_has_seen_gets_a_new_one_at_once_and_each_time_from_then_on(int status)
    {
        var clock = new FakeClock();
        var (file, _) = WriteKey("ec.pem", "ES256");
        await using var endpoint = new FaultServer();
        var seen = new HashSet<string>();
        endpoint.Answer = (_, stream, token) => stream.WriteAsync(
            seen.Add(IdsOf(endpoint)[^1]) ? FaultServer.Response("""{"active":false}""") : FaultServer.Response("""{"error":"invalid_client"}""", status), token).AsTask();
        await using var api = await AskingApi.StartAsync(endpoint, clock, Client(("KeyFile", file), ("Id", "api")));

        for (var question = 0; question < 3; question++) Assert.Equal(Rejection.Inactive, (await api.AskAsync("/whoami", AskingApi.NewToken())).Rejection);

        var ids = IdsOf(endpoint);
        Assert.Equal([ids[0], ids[0], ids[2], ids[3]], ids);
        Assert.Equal(3, ids.Distinct().Count());
        Assert.DoesNotContain(api.Logs.Entries, entry => entry.Id.Id is 100 or 102);
    }

    [Fact]
    public async Task After_a_refused_key_was_replaced_one_assertion_serves_again()
    {
        var clock = new FakeClock();
        var (file, _) = WriteKey("ec.pem", "ES256");
        await using var endpoint = new FaultServer();
        endpoint.AnswerWithStatus(401);
        await using var api = await AskingApi.StartAsync(endpoint, clock, Client(("KeyFile", file), ("Id", "api")));
        Assert.Equal(Rejection.IntrospectionUnavailable, (await api.AskAsync("/whoami", AskingApi.NewToken())).Rejection);
        Assert.Equal(2, IdsOf(endpoint).Distinct().Count());

        WriteKey("ec.pem", "ES256");
        endpoint.AnswerWith("""{"active":false}""");
        clock.Advance(TimeSpan.FromSeconds(10));
        for (var question = 0; question < 2; question++) Assert.Equal(Rejection.Inactive, (await api.AskAsync("/whoami", AskingApi.NewToken())).Rejection);

        Assert.Single(IdsOf(endpoint).Skip(2).Distinct());
    }

    [Theory]
    [InlineData("ClientSecretBasic", Vendor.Zitadel)]
    [InlineData("ClientSecretPost", Vendor.Okta)]
    public async Task A_secret_with_every_awkward_character(string method, Vendor vendor)
    {
        const string Secret = "very weak:secret!%+&=ü/\"";
        await using var server = await TestServers.StartAsync(vendor, configure: options =>
            options.Clients.Add(new() { Id = "78366401571920522@acme", Secret = Secret }));
        await using var api = await StartApiAsync(server, ("Id", "78366401571920522@acme"), ("Secret", Secret), ("Method", method));

        Assert.Equal(200, (await api.AskAsync("/whoami", Token(server))).Status);
    }

    [Fact]
    public async Task The_header_is_the_one_that_zitadel_documents()
    {
        await using var endpoint = new FaultServer();
        endpoint.AnswerWith("""{"active":false}""");
        await using var api = await AskingApi.StartAsync(
            endpoint, TimeProvider.System, Client(("Id", "78366401571920522@amce"), ("Secret", "veryweaksecret!")));

        await api.AskAsync("/whoami", AskingApi.NewToken());

        var expected = Convert.ToBase64String("78366401571920522%40amce:veryweaksecret%21"u8);
        Assert.Contains($"\r\nAuthorization: Basic {expected}\r\n", Assert.Single(endpoint.Texts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_a_secret_says_its_id()
    {
        await using var server = await TestServers.StartAsync(Vendor.PingFederate, configure: options => options.Clients.Add(new() { Id = "api" }));
        await using var api = await StartApiAsync(server, ("Id", "api"), ("Method", "None"));

        Assert.Equal(200, (await api.AskAsync("/whoami", Token(server))).Status);
    }

    [Fact]
    public async Task A_secret_in_the_environment()
    {
        Environment.SetEnvironmentVariable("SCOPEAUTH_TEST_SECRET", "demo-secret");
        await using var server = await TestServers.StartAsync();
        await using var api = await StartApiAsync(server, ("Id", "demo"), ("SecretVariable", "SCOPEAUTH_TEST_SECRET"));

        Assert.Equal(200, (await api.AskAsync("/whoami", Token(server))).Status);
    }

    [Fact]
    public async Task A_secret_file_that_changes_is_followed_and_one_that_breaks_is_not()
    {
        var clock = new FakeClock(TimeProvider.System.GetUtcNow());
        var file = Write("secret", "demo-secret\n");
        await using var server = await TestServers.StartAsync(clock: clock, configure: options => options.Clients.Add(new() { Id = "api", Secret = "demo-secret" }));
        await using var api = await StartApiAsync(server, clock, ("Id", "api"), ("SecretFile", file));
        Assert.Equal(200, (await api.AskAsync("/whoami", Token(server))).Status);

        server.Clients.Delete("api");
        server.Clients.Add(new() { Id = "api", Secret = "new" });
        Write("secret", "new");
        Assert.Equal(200, (await api.AskAsync("/whoami", Token(server))).Status);
        Assert.Contains(api.Logs.Entries, entry => entry.Id.Id == 105);

        Write("secret", "");
        Assert.Equal(200, (await api.AskAsync("/whoami", Token(server))).Status);
        Assert.Contains(api.Logs.Entries, entry => entry.Id.Id == 106);
        File.Delete(file);
        Assert.Equal(200, (await api.AskAsync("/whoami", Token(server))).Status);
    }

    public void Dispose() => _folder.Dispose();

    private static Task<TestAuthorizationServer> StartAsync(Vendor vendor, string publicKey) =>
        TestServers.StartAsync(vendor, configure: options => options.Clients.Add(new() { Id = "api@acme", PublicKeys = [publicKey] }));

    private static Task<TestApi> StartApiAsync(TestAuthorizationServer server, params (string Setting, string? Value)[] client) =>
        StartApiAsync(server, null, client);

    private static Task<TestApi> StartApiAsync(TestAuthorizationServer server, TimeProvider? clock, params (string Setting, string? Value)[] client)
    {
        var settings = new Dictionary<string, string?>(TestServers.AskedConfiguration(server, "server"));
        settings.Remove("AuthorizationServers:server:IntrospectionClient:Id");
        settings.Remove("AuthorizationServers:server:IntrospectionClient:Secret");
        foreach (var (setting, value) in client)
            if (value is not null) settings[$"AuthorizationServers:server:IntrospectionClient:{setting}"] = value;
        return TestApi.StartAsync(settings, clock: clock);
    }

    private static (string, string?)[] Client(params (string Setting, string? Value)[] client) =>
        [("IntrospectionClient:Id", null), ("IntrospectionClient:Secret", null), .. client.Select(setting => ($"IntrospectionClient:{setting.Setting}", setting.Value))];

    private static string Token(TestAuthorizationServer server) => server.IssueToken($"{TestServers.Organization}::Auditor");

    private static List<string> IdsOf(FaultServer endpoint) => [.. endpoint.Texts.Select(question => (string)AssertionOf(question).Payload["jti"]!)];

    private static (JsonNode Header, JsonNode Payload) AssertionOf(string question)
    {
        var form = question[(question.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..].Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal("urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer", form["client_assertion_type"]);
        var parts = form["client_assertion"].Split('.');
        return (Parse(parts[0]), Parse(parts[1]));

        static JsonNode Parse(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    private (string File, string PublicKey) WriteKey(string form, string algorithm)
    {
        using var rsa = RSA.Create(2048);
        using var ec = ECDsa.Create(algorithm == "ES384" ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP256);
        var cipher = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        var (content, publicKey) = form switch
        {
            "pkcs8.pem" => (rsa.ExportPkcs8PrivateKeyPem(), rsa.ExportSubjectPublicKeyInfoPem()),
            "pkcs1.pem" => (rsa.ExportRSAPrivateKeyPem(), rsa.ExportSubjectPublicKeyInfoPem()),
            "encrypted.pem" => (rsa.ExportEncryptedPkcs8PrivateKeyPem("geheim", cipher), rsa.ExportSubjectPublicKeyInfoPem()),
            "key.jwk" => (Jwk(rsa.ExportParameters(true), algorithm), rsa.ExportSubjectPublicKeyInfoPem()),
            "zitadel.json" => (Zitadel(rsa.ExportRSAPrivateKeyPem()), rsa.ExportSubjectPublicKeyInfoPem()),
            "ec.pem" => (ec.ExportPkcs8PrivateKeyPem(), ec.ExportSubjectPublicKeyInfoPem()),
            "ec-sec1.pem" => (ec.ExportECPrivateKeyPem(), ec.ExportSubjectPublicKeyInfoPem()),
            "ec.jwk" => (Jwk(ec.ExportParameters(true)), ec.ExportSubjectPublicKeyInfoPem()),
            "key.p12" => ("", rsa.ExportSubjectPublicKeyInfoPem()),
            _ => ("", ec.ExportSubjectPublicKeyInfoPem()),
        };
        var path = Write(form, content);
        if (form == "key.p12") File.WriteAllBytes(path, Pkcs12(new("CN=api", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
        if (form == "ec.p12") File.WriteAllBytes(path, Pkcs12(new("CN=api", ec, HashAlgorithmName.SHA256)));
        return (path, publicKey);
    }

    private static byte[] Pkcs12(CertificateRequest request)
    {
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return certificate.Export(X509ContentType.Pkcs12, "geheim");
    }

    private static string Zitadel(string pem) => new JsonObject
    {
        ["type"] = "application",
        ["keyId"] = "81693565968962154",
        ["key"] = pem,
        ["appId"] = "78366401571920522",
        ["clientId"] = "api@acme",
    }.ToJsonString();

    private static string Jwk(RSAParameters key, string algorithm) => new JsonObject
    {
        ["kty"] = "RSA",
        ["kid"] = "key-1",
        ["alg"] = algorithm,
        ["n"] = Base64Url.EncodeToString(key.Modulus),
        ["e"] = Base64Url.EncodeToString(key.Exponent),
        ["d"] = Base64Url.EncodeToString(key.D),
        ["p"] = Base64Url.EncodeToString(key.P),
        ["q"] = Base64Url.EncodeToString(key.Q),
        ["dp"] = Base64Url.EncodeToString(key.DP),
        ["dq"] = Base64Url.EncodeToString(key.DQ),
        ["qi"] = Base64Url.EncodeToString(key.InverseQ),
    }.ToJsonString();

    private static string Jwk(ECParameters key) => new JsonObject
    {
        ["kty"] = "EC",
        ["crv"] = key.D!.Length == 48 ? "P-384" : "P-256",
        ["x"] = Base64Url.EncodeToString(key.Q.X),
        ["y"] = Base64Url.EncodeToString(key.Q.Y),
        ["d"] = Base64Url.EncodeToString(key.D),
    }.ToJsonString();
}
