using System.Text.Json.Nodes;

namespace ScopeAuth.Testing.Tests;

public sealed class ClientAssertionTests : IAsyncLifetime
{
    private const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private const string Scope = "zscaler.net::1234567::FirewallAdmin";
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly StoppedClock _clock = new(Now);
    private TestAuthorizationServer _client = null!;                     // a server makes JWTs and publishes keys: so does a client

    public async ValueTask InitializeAsync() => _client = await StartClientAsync("ES256");

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Theory]
    [InlineData("RS256", true)]
    [InlineData("RS256", false)]
    [InlineData("ES384", true)]
    [InlineData("ES384", false)]
    public async Task A_client_is_known_by_the_keys_it_publishes(string algorithm, bool namesItsKey)
    {
        await using var client = await StartClientAsync(algorithm);
        await using var server = await StartAsync(Vendor.Generic, new TestClient { Id = "machine", JwksUri = client.JwksUri });
        var change = new TestToken { RemovedHeader = { namesItsKey ? "x5t" : "kid" } };

        Assert.Equal((200, null), await RequestAsync(server, Assertion(server.Issuer, client, change)));
        client.RotateKeys(keepOld: false);
        Assert.Equal((200, null), await RequestAsync(server, Assertion(server.Issuer, client, change)));       // seen at once
    }

    [Theory]
    [InlineData("key")]
    [InlineData("certificate")]
    [InlineData("EC key")]
    [InlineData("EC certificate")]
    public async Task A_client_is_known_by_an_uploaded_key(string kind)
    {
        await using var pair = new TestAuthorizationServer(Vendor.Generic, new("http://client.example"), options =>
            (options.TimeProvider, options.Algorithm) = (_clock, kind.StartsWith("EC", StringComparison.Ordinal) ? "ES384" : "PS256"));
        var pem = kind.EndsWith("key", StringComparison.Ordinal) ? pair.PublicKeyPem : pair.CertificatePem;
        await using var server = await StartAsync(Vendor.Generic, new TestClient { Id = "machine", PublicKeys = { pem } });

        Assert.Equal((200, null), await RequestAsync(server, Assertion(server.Issuer, pair)));
        Assert.Equal((401, "invalid_client"), await RequestAsync(server, Assertion(server.Issuer, _client)));
    }

    [Theory]
    [InlineData(Vendor.Okta, "endpoint")]
    [InlineData(Vendor.Zitadel, "issuer")]
    [InlineData(Vendor.ZIdentity, "https://api.zscaler.com")]
    [InlineData(Vendor.Generic, "issuer")]
    [InlineData(Vendor.Generic, "endpoint")]
    [InlineData(Vendor.EntraId, "endpoint")]
    [InlineData(Vendor.PingFederate, "endpoint")]
    [InlineData(Vendor.SafewhereIdentify, "endpoint")]
    public async Task Each_vendor_wants_its_own_audience(Vendor vendor, string audience)
    {
        await using var server = await StartAsync(vendor);
        var right = audience switch
        {
            "endpoint" => server.TokenEndpoint.AbsoluteUri,
            "issuer" => server.Issuer,
            _ => audience,
        };

        Assert.Equal((200, null), await RequestAsync(server, Assertion(right)));
        Assert.Equal((200, null), await RequestAsync(server, Assertion(new JsonArray("https://other.example", right))));
        Assert.Equal((401, "invalid_client"), await RequestAsync(server, Assertion("https://other.example")));
        Assert.Equal((401, "invalid_client"), await RequestAsync(server, Assertion(new JsonObject())));
    }

    [Fact]
    public async Task Okta_does_not_take_its_issuer_and_Zitadel_not_its_endpoint_as_the_audience()
    {
        await using var okta = await StartAsync(Vendor.Okta);
        await using var zitadel = await StartAsync(Vendor.Zitadel);

        Assert.Equal((401, "invalid_client"), await RequestAsync(okta, Assertion(okta.Issuer)));
        Assert.Equal((401, "invalid_client"), await RequestAsync(zitadel, Assertion(zitadel.TokenEndpoint.AbsoluteUri)));
    }

    [Theory]
    [InlineData(3600, 200)]
    [InlineData(3601, 401)]
    [InlineData(1, 200)]
    [InlineData(0, 401)]
    [InlineData(-1, 401)]
    public async Task An_assertion_lives_an_hour_at_most(int seconds, int status)
    {
        await using var server = await StartAsync(Vendor.Generic);

        var answer = await RequestAsync(server, Assertion(server.Issuer, change: new() { Lifetime = TimeSpan.FromSeconds(seconds) }));

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task An_assertion_with_an_ID_can_be_used_once()
    {
        await using var server = await StartAsync(Vendor.Generic);
        var once = Assertion(server.Issuer);
        var anonymous = Assertion(server.Issuer, change: new() { RemovedClaims = { "jti" } });

        Assert.Equal((200, null), await RequestAsync(server, once));
        Assert.Equal((401, "invalid_client"), await RequestAsync(server, once));
        Assert.Equal((200, null), await RequestAsync(server, anonymous));
        Assert.Equal((200, null), await RequestAsync(server, anonymous));
    }

    [Fact]
    public async Task A_forged_assertion_does_not_use_up_the_ID_of_the_real_one()
    {
        await using var server = await StartAsync(Vendor.Generic);

        Assert.Equal((401, "invalid_client"), await RequestAsync(server, Assertion(server.Issuer, change: new() { TokenId = "1", BreakSignature = true })));
        Assert.Equal((200, null), await RequestAsync(server, Assertion(server.Issuer, change: new() { TokenId = "1" })));
    }

    public static TheoryData<string, TestToken> Wrong => new()
    {
        { "another issuer", new() { Claims = { ["iss"] = "demo" } } },
        { "another subject", new() { Claims = { ["sub"] = "demo" } } },
        { "no expiry", new() { RemovedClaims = { "exp" } } },
        { "an expiry that is text", new() { Claims = { ["exp"] = "tomorrow" } } },
        { "issued in the future", new() { Claims = { ["iat"] = Now.ToUnixTimeSeconds() + 600 } } },
        { "no algorithm", new() { RemovedHeader = { "alg" } } },
        { "no signature", new() { WithoutSignature = true } },
        { "a shared secret", new() { HmacKey = new byte[32] } },
        { "another algorithm", new() { Header = { ["alg"] = "ES512" } } },
        { "an algorithm of another kind of key", new() { Header = { ["alg"] = "RS256" } } },
        { "an unknown key", new() { Header = { ["kid"] = "unknown" } } },
        { "a payload that is no object", new() { RawPayload = "[]" } },
        { "a payload that is no JSON", new() { RawPayload = "{" } },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public async Task A_wrong_assertion_is_an_invalid_client(string what, TestToken change)
    {
        await using var server = await StartAsync(Vendor.Generic);

        Assert.True((401, "invalid_client") == await RequestAsync(server, Assertion(server.Issuer, change: change)), what);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("!.!.!")]
    public async Task Text_that_is_no_token_is_an_invalid_client(string text)
    {
        await using var server = await StartAsync(Vendor.Generic);

        Assert.Equal((401, "invalid_client"), await RequestAsync(server, text));
    }

    [Fact]
    public async Task The_client_ID_in_the_form_has_to_be_the_assertions()
    {
        await using var server = await StartAsync(Vendor.Generic);

        Assert.Equal((401, "invalid_client"), await RequestAsync(server, Assertion(server.Issuer), ("client_id", "demo")));
        Assert.Equal((200, null), await RequestAsync(server, Assertion(server.Issuer), ("client_id", "machine")));
        Assert.Equal((400, "invalid_request"), await RequestAsync(server, Assertion(server.Issuer), ("client_secret", "x")));
    }

    [Fact]
    public async Task Keys_out_of_reach_make_an_invalid_client()
    {
        await using var server = await StartAsync(Vendor.Generic);
        _client.Faults.KeysBody = """{"keys":[1,{"kty":"RSA"},{"kty":"EC","crv":"P-1","x":"","y":""},{"kty":"oct","k":"AA"}]}""";
        Assert.Equal((401, "invalid_client"), await RequestAsync(server, Assertion(server.Issuer)));
        _client.Faults.KeysBody = "<html>";
        Assert.Equal((401, "invalid_client"), await RequestAsync(server, Assertion(server.Issuer)));
        _client.Faults.Outage = true;
        Assert.Equal((401, "invalid_client"), await RequestAsync(server, Assertion(server.Issuer)));
    }

    [Theory]
    [InlineData(1, "appidacr")]
    [InlineData(2, "azpacr")]
    public async Task Microsoft_writes_down_that_the_client_used_a_key(int version, string claim)
    {
        await using var server = await StartAsync(Vendor.EntraId, configure: options => options.EntraTokenVersion = version);
        using var response = await PostAsync(server, Assertion(server.TokenEndpoint.AbsoluteUri));

        Assert.Equal("2", (string?)ParsedToken.Of((string)(await Http.ReadAsync(response))["access_token"]!).Payload[claim]);
    }

    private Task<TestAuthorizationServer> StartClientAsync(string algorithm) =>
        TestAuthorizationServer.StartAsync(
            Vendor.Generic, options => (options.TimeProvider, options.Algorithm) = (_clock, algorithm), Http.Cancelled);

    private Task<TestAuthorizationServer> StartAsync(
        Vendor vendor, TestClient? client = null, Action<TestAuthorizationServerOptions>? configure = null) =>
        TestAuthorizationServer.StartAsync(
            vendor,
            options =>
            {
                options.TimeProvider = _clock;
                options.Algorithm = "ES256";          // its keys are made a hundred times faster
                options.Organizations.Add("zscaler.net::1234567");
                options.Clients.Add(client ?? new() { Id = "machine", JwksUri = _client.JwksUri });
                configure?.Invoke(options);
            },
            Http.Cancelled);

    private string Assertion(JsonNode audience, TestAuthorizationServer? signer = null, TestToken? change = null)
    {
        var assertion = new TestToken
        {
            Lifetime = change?.Lifetime ?? TimeSpan.FromMinutes(10),
            TokenId = change?.TokenId,
            BreakSignature = change?.BreakSignature ?? false,
            WithoutSignature = change?.WithoutSignature ?? false,
            HmacKey = change?.HmacKey,
            RawPayload = change?.RawPayload,
            Header = change?.Header ?? new Dictionary<string, JsonNode?>(),
            RemovedHeader = change?.RemovedHeader ?? [],
            RemovedClaims = change?.RemovedClaims ?? [],
            Claims = { ["iss"] = "machine", ["sub"] = "machine", ["aud"] = audience },
        };
        foreach (var (name, value) in change?.Claims ?? new Dictionary<string, JsonNode?>()) assertion.Claims[name] = value;
        return (signer ?? _client).IssueToken(assertion);
    }

    private static Task<HttpResponseMessage> PostAsync(TestAuthorizationServer server, string assertion, params (string, string)[] more) =>
        Http.PostAsync(
            server.TokenEndpoint,
            [("grant_type", "client_credentials"), ("scope", Scope), ("client_assertion_type", Type), ("client_assertion", assertion), .. more]);

    private static Task<(int Status, string? Error)> RequestAsync(
        TestAuthorizationServer server, string assertion, params (string, string)[] more) =>
        Http.ErrorAsync(PostAsync(server, assertion, more));
}
