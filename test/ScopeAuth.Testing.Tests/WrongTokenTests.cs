using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ScopeAuth.Testing.Tests;

/// <summary>Tokens that are wrong in one way, and only in that way.</summary>
public sealed class WrongTokenTests : IAsyncLifetime
{
    private TestAuthorizationServer _server = null!;
    private JsonObject _keys = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestAuthorizationServer.StartAsync(Vendor.Okta, cancellationToken: Http.Cancelled);
        _keys = await Http.GetJsonAsync(_server.JwksUri);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public void A_claim_can_be_set_to_anything_or_left_out()
    {
        var reused = new JsonArray("a", "b");
        var wrong = new TestToken { Claims = { ["aud"] = reused, ["nbf"] = null, ["more"] = 1.5 }, RemovedClaims = { "iss", "absent" } };
        var token = ParsedToken.Of(_server.IssueToken(wrong));

        Assert.Equal("""["a","b"]""", token.Payload["aud"]!.ToJsonString());
        Assert.True(token.Payload.ContainsKey("nbf"));
        Assert.Equal(1.5, (double)token.Payload["more"]!);
        Assert.False(token.Payload.ContainsKey("iss"));
        Assert.True(PublishedKeys.Verify(_keys, token));
        Assert.NotEmpty(_server.IssueToken(wrong));                                // the same description can be used again
    }

    [Fact]
    public void A_header_member_can_be_set_or_left_out()
    {
        var token = ParsedToken.Of(_server.IssueToken(new TestToken { Header = { ["typ"] = "at+jwt", ["crit"] = new JsonArray("b64") } }));
        var nameless = ParsedToken.Of(_server.IssueToken(new TestToken { RemovedHeader = { "kid" } }));

        Assert.Equal("at+jwt", (string?)token.Header["typ"]);
        Assert.True(PublishedKeys.Verify(_keys, token));
        Assert.Equal(["alg"], nameless.HeaderNames());
    }

    [Fact]
    public void The_named_algorithm_can_differ_from_the_one_that_signed()
    {
        var token = ParsedToken.Of(_server.IssueToken(new TestToken { Header = { ["alg"] = "RS512" } }));

        Assert.False(PublishedKeys.Verify(_keys, token));
        token.Header["alg"] = "RS256";
        Assert.True(PublishedKeys.Verify(_keys, token));
    }

    [Fact]
    public async Task Another_servers_key_can_sign()
    {
        await using var other = await TestAuthorizationServer.StartAsync(Vendor.Okta, cancellationToken: Http.Cancelled);
        var foreign = ParsedToken.Of(_server.IssueToken(new TestToken { SignWith = other }));
        var disguised = ParsedToken.Of(_server.IssueToken(new TestToken { SignWith = other, Header = { ["kid"] = _server.KeyId } }));

        Assert.Equal(_server.Issuer, (string?)foreign.Payload["iss"]);
        Assert.True(PublishedKeys.Verify(await Http.GetJsonAsync(other.JwksUri), foreign));
        Assert.False(PublishedKeys.Verify(_keys, disguised));
    }

    [Fact]
    public void A_broken_signature_is_as_long_as_a_right_one()
    {
        var token = ParsedToken.Of(_server.IssueToken(new TestToken { BreakSignature = true }));

        Assert.Equal(256, token.Signature.Length);
        Assert.False(PublishedKeys.Verify(_keys, token));
    }

    [Fact]
    public void A_token_can_be_without_a_signature()
    {
        var token = ParsedToken.Of(_server.IssueToken(new TestToken { WithoutSignature = true }));

        Assert.Equal("none", (string?)token.Header["alg"]);
        Assert.Empty(token.Signature);
    }

    [Fact]
    public void A_public_key_can_be_taken_for_a_shared_secret()
    {
        var secret = Encoding.UTF8.GetBytes(_server.PublicKeyPem);
        var token = ParsedToken.Of(_server.IssueToken(new TestToken { HmacKey = secret }));

        Assert.Equal("HS256", (string?)token.Header["alg"]);
        Assert.Equal(HMACSHA256.HashData(secret, token.SignedBytes), token.Signature);
    }

    [Fact]
    public void Header_and_payload_can_be_any_text()
    {
        var parts = _server.IssueToken(new TestToken { RawHeader = "{", RawPayload = """{"iss":"a","iss":"b"}""" }).Split('.');

        Assert.Equal("{", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        Assert.Equal("""{"iss":"a","iss":"b"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])));
    }

    [Fact]
    public void Client_subject_audience_ID_and_times_can_be_chosen()
    {
        var issuedAt = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var payload = ParsedToken.Of(_server.IssueToken(new TestToken
        {
            ClientId = "other",
            Subject = "someone",
            Audience = "https://other.example",
            TokenId = "id",
            IssuedAt = issuedAt,
            Lifetime = TimeSpan.FromSeconds(-1),
        })).Payload;

        Assert.Equal("other", (string?)payload["cid"]);
        Assert.Equal("someone", (string?)payload["sub"]);
        Assert.Equal("https://other.example", (string?)payload["aud"]);
        Assert.Equal("id", (string?)payload["jti"]);
        Assert.Equal(issuedAt.ToUnixTimeSeconds(), (long)payload["iat"]!);
        Assert.Equal(issuedAt.ToUnixTimeSeconds() - 1, (long)payload["exp"]!);
    }
}
