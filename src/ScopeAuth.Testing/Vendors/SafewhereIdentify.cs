using System.Text.Json.Nodes;
using ScopeAuth.Testing.Tokens;

namespace ScopeAuth.Testing.Vendors;

/// <summary>
/// Safewhere Identify, tokens for its REST API: bare role names, so the organisation is known by the server alone.
/// </summary>
internal static class SafewhereIdentify
{
    private const string RoleClaim = "urn:identify:rest-api:role";

    public static readonly VendorProfile Profile = new()
    {
        Metadata = _ => [new(MetadataDocument.OpenId)],
        JwksPaths = _ => ["/runtime/oauth2/keys.idp"],
        TokenPaths = _ => ["/runtime/oauth2/token.idp"],
        IntrospectionPath = "/runtime/oauth2/introspect.idp",
        RevocationPath = "/runtime/oauth2/revoke.idp",
        GrantTypes = ["client_credentials", "refresh_token"],
        DescribeActive = (answer, token) =>
        {
            answer.Remove("scope");
            if (token.Claims[RoleClaim] is { } roles) answer[RoleClaim] = roles.DeepClone();
        },
        DefaultAudience = "https://api.example",
        DefaultLifetime = TimeSpan.FromMinutes(60),
        Header = (key, algorithm, _) => new() { ["alg"] = algorithm, ["kid"] = key.Id, ["typ"] = "JWT" },
        Payload = facts =>
        {
            var payload = new JsonObject
            {
                ["iss"] = facts.Issuer,
                ["aud"] = facts.Audience,
                ["sub"] = facts.Subject ?? facts.ClientId,
                ["client_id"] = facts.ClientId,
                ["jti"] = facts.TokenId,
                ["iat"] = facts.Iat,
                ["nbf"] = facts.Iat,
                ["exp"] = facts.Exp,
            };
            // .NET's claim writer: one value is a string, several are an array.
            var roles = facts.Scopes.Select(BareRole).ToArray();
            if (roles.Length == 1) payload[RoleClaim] = roles[0];
            if (roles.Length > 1) payload[RoleClaim] = VendorProfile.ArrayOf(roles);
            return payload;
        },
    };

    private static string BareRole(string scope) => ScopeText.TrySplit(scope, out _, out _, out var role) ? role : scope;
}
