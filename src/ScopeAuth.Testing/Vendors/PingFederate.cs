using System.Text.Json.Nodes;
using ScopeAuth.Testing.Clients;

namespace ScopeAuth.Testing.Vendors;

/// <summary>
/// PingFederate with a JSON token manager whose scope claim is named <c>scp</c> and whose issuer was left blank.
/// </summary>
internal static class PingFederate
{
    public static readonly VendorProfile Profile = new()
    {
        Metadata = _ => [new(MetadataDocument.OAuth), new("", AtHostRoot: true), new(MetadataDocument.OpenId)],
        JwksPaths = _ => ["/pf/JWKS"],
        TokenPaths = _ => ["/as/token.oauth2"],
        IntrospectionPath = "/as/introspect.oauth2",
        RevocationPath = "/as/revoke_token.oauth2",
        IntrospectionMethods = [.. ClientMethods.Usual, ClientMethods.None],      // a client for this purpose needs no secret
        DefaultAudience = "https://api.example",
        DefaultLifetime = TimeSpan.FromMinutes(120),
        Header = (key, algorithm, _) => new() { ["alg"] = algorithm, ["kid"] = key.Id },      // "Type Header Value" is blank
        NewTokenId = () => VendorProfile.RandomText(16),                          // 22 characters
        OtherKeys = [("ES256", "sig"), ("ES256", "enc")],                         // dynamic keys come in several kinds
        DescribeKey = (jwk, key, _, _) => jwk["alg"] = key.Use == "enc" ? "ECDH-ES" : key.Algorithm.Name,
        Payload = facts =>
        {
            var payload = new JsonObject
            {
                ["scp"] = string.Join(' ', facts.Scopes),
                ["client_id"] = facts.ClientId,
                ["jti"] = facts.TokenId,
                ["exp"] = facts.Exp,
            };
            // Each of these is a field of the token manager; left blank, the claim is absent.
            if (facts.Options.Issuer is not null) payload["iss"] = facts.Issuer;
            if (facts.Audience.Length > 0) payload["aud"] = facts.Audience;
            if (facts.Subject is not null) payload["sub"] = facts.Subject;
            return payload;
        },
    };
}
