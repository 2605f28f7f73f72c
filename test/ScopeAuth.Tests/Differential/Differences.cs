using System.Text.Json;
using ScopeAuth.Tests.Tokens;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Differential;

/// <summary>One class of tokens that ScopeAuth refuses and the oracle takes: the reason, and how such a token is recognised without us.</summary>
internal sealed record Difference(string Name, string Why, Rejection Ours, Func<ReadToken, DateTimeOffset, bool> Applies);

/// <summary>Every reason for which ScopeAuth is the stricter one. There is no class for the other direction.</summary>
internal static class Differences
{
    private static readonly string[] TextClaims = ["iss", "sub", "jti", "uti", "client_id", "azp", "cid", "appid"];
    private static readonly string[] TextOrListClaims = ["aud", "scope", "scp", "roles"];
    private static readonly string[] Types = ["JWT", "at+jwt", "application/JWT", "application/at+jwt"];

    public static IReadOnlyList<Difference> All { get; } =
    [
        new("one spelling", "base64url has one spelling for the same bytes (RFC 7515 section 2), so a token has one text",
            Rejection.Malformed, (token, _) => !token.IsBase64Url),
        new("a name twice", "of two members the last must not silently win (RFC 7515 section 4, RFC 7519 section 4)",
            Rejection.Malformed, (token, _) => token.HasDuplicate),
        new("no text", "what is not UTF-8, or escapes half a character, is no string that could be compared (RFC 8259 sections 7 and 8.1)",
            Rejection.Malformed, (token, _) => token.HasBrokenText),
        new("loose ends", "nothing follows a JSON text, and nothing in it is left out (RFC 8259)",
            Rejection.Malformed, (token, _) => token.HasLooseEnd),
        new("too deep", "32 levels are more than any access token needs",
            Rejection.Malformed, (token, _) => token.Depth > 32),
        new("too many", "256 claims and 32 header members are more than any access token needs",
            Rejection.Malformed, (token, _) => Members(token.Payload) > 256 || Members(token.Header) > 32 || token.HeaderBytes.Length > 8192),
        new("header types", "a registered header member has its registered type (RFC 7515 section 4.1)",
            Rejection.Malformed, (token, _) => new[] { "alg", "typ", "kid", "cty", "jku", "x5u", "x5t", "x5t#S256" }.Any(name => IsOther(token.Member(name), JsonValueKind.String))),
        new("extensions", "an extension that is not understood is fatal (RFC 7515 section 4.1.11, RFC 7797 section 7), and zip and enc belong to encryption",
            Rejection.UnsupportedHeader, (token, _) => new[] { "crit", "b64", "zip", "enc" }.Any(name => token.Member(name) is not null)),
        new("type", "a token of another type is no access token (RFC 8725 section 3.11, RFC 9068 section 4)",
            Rejection.TokenTypeNotAllowed, (token, _) => IsOtherType(token)),
        new("key ID", "a key is found by its ID and its algorithm, never by trying (RFC 8725 section 3.1); one that names no fitting key fits none",
            Rejection.UnknownKey, (token, _) => !HasKey(token)),
        new("curve", "a hash goes with one curve (RFC 7518 section 3.4), also where the token names no key",
            Rejection.BadSignature, (token, _) => token.Member("kid") is null && token.SignatureBytes != CurveBytes(token.Member("alg")?.ToString())),
        new("claim types", "a claim has its registered type; an ID that is no text could not be revoked",
            Rejection.InvalidClaim, (token, _) => HasWrongClaim(token)),
        new("not yet", "neither nbf nor iat lies in the future, fractions of a second counted",
            Rejection.NotYetValid, (token, now) => Math.Max(token.Number("iat") ?? 0, token.Number("nbf") ?? 0) > now.ToUnixTimeSeconds() + 60),
        new("never valid", "a token that was issued after it had expired never was valid",
            Rejection.InvalidClaim, (token, _) => token.Number("iat") > token.Number("exp")),
        new("lifetime", "a token lives 24 hours at most, unless the server is allowed more",
            Rejection.LifetimeTooLong, (token, now) => token.Number("exp") - (token.Number("iat") ?? token.Number("nbf") ?? now.ToUnixTimeSeconds()) > 86400),
        new("the last instant", "a token expires on the second that it names (RFC 7519 section 4.1.4: on or after), skew included",
            Rejection.Expired, (token, now) => now.ToUnixTimeSeconds() - token.Number("exp") is >= 60 and < 61),
        new("client", "the client is one that is registered", Rejection.WrongClient, (token, _) => ClientOf(token) != OfflineApi.Client),
        new("binding", "a token that is bound to a key of its client may have been stolen (RFC 8705 section 3, RFC 9449 section 7.2)",
            Rejection.UnverifiedBinding, (token, _) => token.Has("cnf")),
    ];

    private static int Members(JsonElement json) => json.ValueKind is JsonValueKind.Object ? json.EnumerateObject().Count() + Nested(json) : 0;

    // Members that are open at one time count; counting all is more than that, and enough to recognise.
    private static int Nested(JsonElement json) => json.EnumerateObject().Sum(member => Members(member.Value));

    private static bool IsOther(JsonElement? value, JsonValueKind kind) => value is { } found && found.ValueKind != kind;

    private static bool IsOtherType(ReadToken token) =>
        (token.Member("typ") is { } type && !Types.Contains(type.ToString(), StringComparer.OrdinalIgnoreCase))
        || token.Has("nonce") || token.Has("at_hash") || token.Has("c_hash") || token.Has("events")
        || (token.Claim("typ") is { } claim && claim.ToString() is not ("Bearer" or "at+jwt"))
        || (token.Claim("token_use") is { } use && use.ToString() != "access");

    private static bool HasKey(ReadToken token) =>
        SignatureAlgorithm.Find(token.Member("alg")?.ToString() ?? "") is { } algorithm
        && token.Member("kid")?.ToString() is { } id && TokenSource.Published.Any(key => key.Id == id && key.Algorithms.Contains(algorithm.Name));

    private static int? CurveBytes(string? algorithm) => algorithm switch { "ES256" => 64, "ES384" => 96, "ES512" => 132, _ => null };

    private static bool HasWrongClaim(ReadToken token) =>
        TextClaims.Any(name => IsOther(token.Claim(name), JsonValueKind.String))
        || TextOrListClaims.Any(name => token.Claim(name) is { } value && !IsTextOrList(value))
        || new[] { "exp", "nbf", "iat" }.Any(name => token.Claim(name) is { } value && !(token.Number(name) is >= 0 and <= 253402300799));

    private static bool IsTextOrList(JsonElement value) => value.ValueKind is JsonValueKind.String
        || (value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String));

    private static string? ClientOf(ReadToken token) =>
        new[] { "client_id", "azp", "cid", "appid" }.Select(name => token.Claim(name)?.ToString()).FirstOrDefault(client => client is not null);
}
