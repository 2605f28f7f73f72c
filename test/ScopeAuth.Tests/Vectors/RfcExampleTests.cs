using System.Text;
using System.Text.Json;
using ScopeAuth.AuthorizationServers;
using ScopeAuth.Keys;
using ScopeAuth.Tests.AuthorizationServers;
using ScopeAuth.Tests.Support;
using ScopeAuth.Tests.Tokens;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Vectors;

/// <summary>The examples of the RFCs themselves.</summary>
public sealed class RfcExampleTests
{
    private static readonly Dictionary<string, string?> Expected = new(StringComparer.Ordinal)
    {
        ["rfc7515-A.1"] = "AlgorithmNotAllowed",                // HMAC
        ["rfc7515-A.2"] = null,
        ["rfc7515-A.3"] = null,
        ["rfc7515-A.4"] = null,
        ["rfc7515-A.5"] = "Malformed",                          // none: without a signature it is no token at all
        ["rfc7515-E"] = "Malformed",                            // crit, and none
        ["rfc7515-A.6-json-general"] = "Malformed",
        ["rfc7515-A.7-json-flattened"] = "Malformed",
        ["rfc8037-A.4"] = "AlgorithmNotAllowed",                // Ed25519
        ["rfc7797-4.1-regular"] = "AlgorithmNotAllowed",        // HMAC
        ["rfc7797-4.2-detached-b64false"] = "UnsupportedHeader",
        ["rfc7519-A.1-jwe"] = "EncryptedToken",
        ["rfc7519-A.2-nested-jwe"] = "EncryptedToken",
    };

    [Fact]
    public void Every_example_of_RFC_7515_7519_7797_and_8037_has_its_verdict()
    {
        var vectors = VectorFile.Read("rfc/rfc7515-7519-7797-8037.json").GetProperty("vectors").EnumerateArray().ToList();
        Assert.Equal(Expected.Keys.Order(StringComparer.Ordinal), vectors.Select(vector => vector.GetProperty("id").GetString()!).Order(StringComparer.Ordinal));
        foreach (var vector in vectors)
        {
            var id = vector.GetProperty("id").GetString()!;
            var compact = vector.GetProperty("compact").GetString()!;
            Assert.Equal((id, Expected[id]), (id, SignatureLayer.Refusal(compact, Set(vector.GetProperty("key")))));
        }
    }

    [Fact]
    public void A_signature_of_text_that_is_no_JSON_is_good_and_still_no_token()
    {
        var vector = Vector("rfc7515-A.4");

        Assert.Null(SignatureLayer.Refusal(vector.GetProperty("compact").GetString()!, Set(vector.GetProperty("key"))));
        Assert.Equal(Rejection.Malformed, CompactToken.Read(vector.GetProperty("compact").GetString()!));
    }

    [Theory]
    [InlineData("rfc7515-A.2")]
    [InlineData("rfc7515-A.3")]
    public void The_example_token_passes_every_station_in_its_own_time(string id)
    {
        var vector = Vector(id);
        var clock = new FakeClock(DateTimeOffset.FromUnixTimeSeconds(1300819380 - 600));
        var keys = KeySetReader.Read(Encoding.UTF8.GetBytes(Set(vector.GetProperty("key")))).Keys;
        var registry = new AuthorizationServerRegistry([KnownServer.With("joe", keys, clock)]);

        Assert.Null(UnverifiedToken.Read(vector.GetProperty("compact").GetString()!, CompactToken.MaxLength, out var token));
        Assert.Null(registry.Find(token, out var server));
        Assert.Null(server!.Check(token, clock.GetUtcNow(), out var times));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1300819380), times.ExpiresAt);
        Assert.Null(server.Verify(token, clock.GetUtcNow()));
        Assert.Equal(Rejection.Expired, server.Check(token, clock.GetUtcNow().AddHours(1), out _));
        Assert.Equal(Rejection.UnknownIssuer, new AuthorizationServerRegistry([KnownServer.With("Joe", keys, clock)]).Find(token, out _));
    }

    [Fact]
    public void The_token_of_RFC_8705_is_bound_to_a_certificate_and_refused()
    {
        var claims = VectorFile.Read("rfc/rfc8705.json").GetProperty("claims_example").GetRawText();
        Assert.Equal(Rejection.UnverifiedBinding, Check(CompactToken.Of("""{"alg":"ES256"}""", claims), 1493722800));
        Assert.Null(Check(CompactToken.Of("""{"alg":"ES256"}""", claims.Replace("\"cnf\"", "\"other\"", StringComparison.Ordinal)), 1493722800));
    }

    [Fact]
    public void The_token_and_the_proofs_of_RFC_9449_are_refused()
    {
        var vectors = VectorFile.Read("rfc/rfc9449.json");
        var now = 1562262618;
        Assert.Equal(Rejection.UnverifiedBinding, Check(vectors.GetProperty("bound_access_token").GetString()!, now));
        Assert.Equal(Rejection.Malformed, CompactToken.Read(vectors.GetProperty("accessToken").GetString()!));

        var proofs = vectors.GetProperty("proofs").EnumerateObject().ToList();
        Assert.NotEmpty(proofs);
        foreach (var proof in proofs)
        {
            // Signed well, with the key that the header itself brings along; that key is never looked at.
            Assert.Null(SignatureLayer.Refusal(proof.Value.GetString()!, Set(vectors.GetProperty("publicKey"))));
            Assert.Equal("UnknownKey", SignatureLayer.Refusal(proof.Value.GetString()!, """{"keys":[]}"""));
            Assert.Equal(Rejection.TokenTypeNotAllowed, Check(proof.Value.GetString()!, now));
        }
    }

    private static Rejection? Check(string compact, long now)
    {
        Assert.Null(UnverifiedToken.Read(compact, CompactToken.MaxLength, out var token));
        return new TokenRules(new() { Audiences = ["*"], ClientIds = ["*"] }, VendorProfile.Of(Vendor.Generic)).Check(token, DateTimeOffset.FromUnixTimeSeconds(now), out _);
    }

    private static JsonElement Vector(string id) => VectorFile.Read("rfc/rfc7515-7519-7797-8037.json").GetProperty("vectors").EnumerateArray()
        .Single(vector => vector.GetProperty("id").GetString() == id);

    private static string Set(JsonElement key) => key.ValueKind switch
    {
        JsonValueKind.Object when key.TryGetProperty("keys", out var keys) => $$"""{"keys":[{{string.Join(',', keys.EnumerateArray().Select(PublicHalf))}}]}""",
        JsonValueKind.Object => $$"""{"keys":[{{PublicHalf(key)}}]}""",
        _ => """{"keys":[]}""",
    };

    /// <summary>The examples come with their private halves, with which no set would be read.</summary>
    internal static string PublicHalf(JsonElement key)
    {
        var jwk = System.Text.Json.Nodes.JsonObject.Create(key)!;
        foreach (var member in new[] { "d", "p", "q", "dp", "dq", "qi" }) jwk.Remove(member);
        return jwk.ToJsonString();
    }
}
