namespace ScopeAuth.Testing.Tests;

public sealed class WrongAssertionTests : IAsyncLifetime
{
    private AssertingClient _client = null!;
    private TestAuthorizationServer _server = null!;

    public static TheoryData<string, TestToken> Wrong => new()
    {
        { "another issuer", new() { Claims = { ["iss"] = "demo" } } },
        { "another subject", new() { Claims = { ["sub"] = "demo" } } },
        { "no expiry", new() { RemovedClaims = { "exp" } } },
        { "an expiry that is text", new() { Claims = { ["exp"] = "tomorrow" } } },
        { "issued in the future", new() { Claims = { ["iat"] = AssertingClient.Start.ToUnixTimeSeconds() + 600 } } },
        { "no audience", new() { RemovedClaims = { "aud" } } },
        { "no algorithm", new() { RemovedHeader = { "alg" } } },
        { "no signature", new() { WithoutSignature = true } },
        { "a shared secret", new() { HmacKey = new byte[32] } },
        { "another algorithm", new() { Header = { ["alg"] = "ES512" } } },
        { "an algorithm of another kind of key", new() { Header = { ["alg"] = "RS256" } } },
        { "an unknown key", new() { Header = { ["kid"] = "unknown" } } },
        { "a payload that is no object", new() { RawPayload = "[]" } },
        { "a payload that is nothing", new() { RawPayload = "null" } },
        { "a claim that stands twice", new() { RawPayload = """{"iss":"machine","iss":"machine","sub":"machine"}""" } },
        { "a payload that is no JSON", new() { RawPayload = "{" } },
    };

    public async ValueTask InitializeAsync()
    {
        _client = await AssertingClient.CreateAsync();
        _server = await _client.StartServerAsync(Vendor.Generic);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _client.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public async Task A_wrong_assertion_is_an_invalid_client(string what, TestToken change)
    {
        var answer = await AssertingClient.RequestAsync(_server, _client.Assert(_server.Issuer, change));

        Assert.True((401, "invalid_client") == answer, what);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("!.!.!")]
    public async Task Text_that_is_no_token_is_an_invalid_client(string text) =>
        Assert.Equal((401, "invalid_client"), await AssertingClient.RequestAsync(_server, text));

    [Fact]
    public async Task An_assertion_and_a_secret_at_once_are_refused() =>
        Assert.Equal(
            (400, "invalid_request"),
            await AssertingClient.RequestAsync(_server, _client.Assert(_server.Issuer), ("client_secret", "x")));

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("""{"keys":1}""")]
    [InlineData("""{"keys":[],"keys":[]}""")]
    [InlineData("""{"keys":[1,{"kty":1},{"kty":"oct"},{"kty":"RSA"},{"kty":"RSA","n":"","e":""}]}""")]
    [InlineData("""{"keys":[{"kty":"EC","crv":"P-1","x":"AA","y":"AA"},{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}""")]
    public async Task Keys_that_cannot_be_read_make_an_invalid_client(string keys)
    {
        _client.Signer.Faults.KeysBody = keys;

        Assert.Equal((401, "invalid_client"), await AssertingClient.RequestAsync(_server, _client.Assert(_server.Issuer)));
    }

    [Fact]
    public async Task Keys_out_of_reach_make_an_invalid_client()
    {
        _client.Signer.Faults.Outage = true;

        Assert.Equal((401, "invalid_client"), await AssertingClient.RequestAsync(_server, _client.Assert(_server.Issuer)));
    }
}
