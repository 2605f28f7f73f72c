using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ScopeAuth.Testing.Endpoints;
using ScopeAuth.Testing.Keys;
using ScopeAuth.Testing.Vendors;

namespace ScopeAuth.Testing.Tokens;

/// <summary>
/// Makes one access token: the vendor's header and claims, then the changes a test asked for, then the signature.
/// </summary>
internal sealed class TokenMaker(TestAuthorizationServer server)
{
    public TestIssuedToken Make(TestToken token)
    {
        var facts = Facts(token);
        var claims = Changed(server.Profile.Payload(facts), token.Claims, token.RemovedClaims);
        return new(() => server.Now)
        {
            Value = server.Options.OpaqueTokens ? VendorProfile.RandomText(32) : Sign(token, claims),
            TokenId = facts.TokenId,
            ClientId = facts.ClientId,
            Scopes = facts.Scopes,
            IssuedAt = facts.IssuedAt,
            ExpiresAt = facts.ExpiresAt,
            Claims = claims,
            ApiKey = token.ApiKey,
        };
    }

    private string Sign(TestToken token, JsonObject claims)
    {
        var key = (token.SignWith ?? server).Keys.Active;
        var algorithm = token.Algorithm is { } name ? SignatureAlgorithm.Of(name) : key.Algorithm;
        var header = token.RawHeader ?? Json.Text(Header(token, key, algorithm));
        var signed = $"{Encode(header)}.{Encode(token.RawPayload ?? Json.Text(claims))}";

        var signature = Sign(token, key, algorithm, Encoding.ASCII.GetBytes(signed));
        if (token.BreakSignature && signature.Length > 0) signature[^1] ^= 1;
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private JsonObject Header(TestToken token, SigningKey key, SignatureAlgorithm algorithm)
    {
        var named = token.WithoutSignature ? "none" : token.HmacKey is not null ? "HS256" : algorithm.Name;
        var header = server.Profile.Header(key, named, server.Options);
        if (server.Options.TokenType is { } type) header["typ"] = type;
        return Changed(header, token.Header, token.RemovedHeader);
    }

    private TokenFacts Facts(TestToken token)
    {
        var issuedAt = token.IssuedAt ?? server.Now;
        return new()
        {
            Issuer = server.Issuer,
            ClientId = token.ClientId ?? server.DefaultClientId,
            Subject = token.Subject,
            Audience = token.Audience ?? server.Audience,
            Scopes = [.. token.Scopes],
            TokenId = token.TokenId ?? server.Profile.NewTokenId(),
            IssuedAt = issuedAt,
            ExpiresAt = issuedAt + (token.Lifetime ?? server.TokenLifetime),
            ByAssertion = token.ByAssertion,
            Options = server.Options,
        };
    }

    private static JsonObject Changed(JsonObject members, IDictionary<string, JsonNode?> set, IList<string> removed)
    {
        foreach (var (name, value) in set) members[name] = value?.DeepClone();     // a node has one parent, and may be used again
        foreach (var name in removed) members.Remove(name);
        return members;
    }

    private static byte[] Sign(TestToken token, SigningKey key, SignatureAlgorithm algorithm, byte[] data)
    {
        if (token.WithoutSignature) return [];
        return token.HmacKey is { } secret ? HMACSHA256.HashData(secret.Span, data) : key.Sign(data, algorithm);
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
