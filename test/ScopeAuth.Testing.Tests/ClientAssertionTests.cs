using System.Text.Json.Nodes;

namespace ScopeAuth.Testing.Tests;

public sealed class ClientAssertionTests : IAsyncLifetime
{
    private static readonly (int, string?) Accepted = (200, null);
    private static readonly (int, string?) Refused = (401, "invalid_client");

    private AssertingClient _client = null!;

    public async ValueTask InitializeAsync() => _client = await AssertingClient.CreateAsync();

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Theory]
    [InlineData("RS256", true)]
    [InlineData("RS256", false)]
    [InlineData("ES384", true)]
    [InlineData("ES384", false)]
    public async Task A_client_is_known_by_the_keys_it_publishes(string algorithm, bool namesItsKey)
    {
        await using var client = await AssertingClient.CreateAsync(algorithm);
        await using var server = await client.StartServerAsync(Vendor.Generic);
        var change = new TestToken { RemovedHeader = { namesItsKey ? "x5t" : "kid" } };

        Assert.Equal(Accepted, await AssertingClient.RequestAsync(server, client.Assert(server.Issuer, change)));
        client.Signer.RotateKeys(keepOld: false);
        Assert.Equal(Accepted, await AssertingClient.RequestAsync(server, client.Assert(server.Issuer, change)));    // seen at once
    }

    [Theory]
    [InlineData("PS256", "key")]
    [InlineData("PS256", "certificate")]
    [InlineData("ES384", "key")]
    [InlineData("ES384", "certificate")]
    public async Task A_client_is_known_by_an_uploaded_key(string algorithm, string kind)
    {
        await using var client = await AssertingClient.CreateAsync(algorithm);
        var pem = kind == "key" ? client.Signer.PublicKeyPem : client.Signer.CertificatePem;
        await using var server = await client.StartServerAsync(Vendor.Generic, uploadedKey: pem);

        Assert.Equal(Accepted, await AssertingClient.RequestAsync(server, client.Assert(server.Issuer)));
        Assert.Equal(Refused, await AssertingClient.RequestAsync(server, _client.Assert(server.Issuer)));
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
        await using var server = await _client.StartServerAsync(vendor);
        var right = audience switch
        {
            "endpoint" => server.TokenEndpoint.AbsoluteUri,
            "issuer" => server.Issuer,
            _ => audience,
        };
        var severalAudiences = new JsonArray("https://other.example", right);

        Assert.Equal(Accepted, await AssertingClient.RequestAsync(server, _client.Assert(right)));
        Assert.Equal(Accepted, await AssertingClient.RequestAsync(server, _client.Assert(severalAudiences)));
        Assert.Equal(Refused, await AssertingClient.RequestAsync(server, _client.Assert("https://other.example")));
        Assert.Equal(Refused, await AssertingClient.RequestAsync(server, _client.Assert(new JsonObject())));
    }

    [Fact]
    public async Task Okta_does_not_take_its_issuer_and_Zitadel_not_its_endpoint_as_the_audience()
    {
        await using var okta = await _client.StartServerAsync(Vendor.Okta);
        await using var zitadel = await _client.StartServerAsync(Vendor.Zitadel);

        Assert.Equal(Refused, await AssertingClient.RequestAsync(okta, _client.Assert(okta.Issuer)));
        Assert.Equal(Refused, await AssertingClient.RequestAsync(zitadel, _client.Assert(zitadel.TokenEndpoint.AbsoluteUri)));
    }

    [Theory]
    [InlineData(3600, 200)]
    [InlineData(3601, 401)]
    [InlineData(1, 200)]
    [InlineData(0, 401)]
    [InlineData(-1, 401)]
    public async Task An_assertion_lives_an_hour_at_most(int seconds, int status)
    {
        await using var server = await _client.StartServerAsync(Vendor.Generic);
        var assertion = _client.Assert(server.Issuer, new() { Lifetime = TimeSpan.FromSeconds(seconds) });

        Assert.Equal(status, (await AssertingClient.RequestAsync(server, assertion)).Status);
    }

    [Fact]
    public async Task An_assertion_with_an_ID_can_be_used_once()
    {
        await using var server = await _client.StartServerAsync(Vendor.Generic);
        var once = _client.Assert(server.Issuer);
        var anonymous = _client.Assert(server.Issuer, new() { RemovedClaims = { "jti" } });

        Assert.Equal(Accepted, await AssertingClient.RequestAsync(server, once));
        Assert.Equal(Refused, await AssertingClient.RequestAsync(server, once));
        Assert.Equal(Accepted, await AssertingClient.RequestAsync(server, anonymous));
        Assert.Equal(Accepted, await AssertingClient.RequestAsync(server, anonymous));
    }

    [Fact]
    public async Task A_forged_assertion_does_not_use_up_the_ID_of_the_real_one()
    {
        await using var server = await _client.StartServerAsync(Vendor.Generic);
        var forged = _client.Assert(server.Issuer, new() { TokenId = "1", BreakSignature = true });
        var real = _client.Assert(server.Issuer, new() { TokenId = "1" });

        Assert.Equal(Refused, await AssertingClient.RequestAsync(server, forged));
        Assert.Equal(Accepted, await AssertingClient.RequestAsync(server, real));
    }

    [Fact]
    public async Task The_client_ID_in_the_form_has_to_be_the_assertions()
    {
        await using var server = await _client.StartServerAsync(Vendor.Generic);

        Assert.Equal(Refused, await AssertingClient.RequestAsync(server, _client.Assert(server.Issuer), ("client_id", "demo")));
        Assert.Equal(Accepted, await AssertingClient.RequestAsync(server, _client.Assert(server.Issuer), ("client_id", "machine")));
    }

    [Theory]
    [InlineData(Vendor.Zitadel)]
    [InlineData(Vendor.Okta)]
    public async Task An_assertion_opens_introspection_too(Vendor vendor)
    {
        await using var server = await _client.StartServerAsync(vendor);
        var audience = vendor is Vendor.Okta ? server.IntrospectionEndpoint!.AbsoluteUri : server.Issuer;
        using var response = await Http.PostAsync(
            server.IntrospectionEndpoint!, [.. AssertingClient.Form(_client.Assert(audience)), ("token", server.IssueToken())]);

        Assert.True((bool)(await Http.ReadAsync(response))["active"]!);
    }

    [Theory]
    [InlineData(1, "appidacr")]
    [InlineData(2, "azpacr")]
    public async Task Microsoft_writes_down_that_the_client_used_a_key(int version, string claim)
    {
        await using var server = await _client.StartServerAsync(
            Vendor.EntraId, configure: options => options.EntraTokenVersion = version);
        using var response = await AssertingClient.PostAsync(server, _client.Assert(server.TokenEndpoint.AbsoluteUri));

        Assert.Equal("2", (string?)ParsedToken.Of((string)(await Http.ReadAsync(response))["access_token"]!).Payload[claim]);
    }
}
