using ScopeAuth.Testing.Tokens;

namespace ScopeAuth.Testing.Vendors;

/// <summary>Zscaler ZIdentity. Its metadata and key paths are not documented in public: these are the usual ones.</summary>
internal static class ZIdentity
{
    private const string Audience = "https://api.zscaler.com";

    public static readonly VendorProfile Profile = new()
    {
        Metadata = _ => [new(MetadataDocument.OpenId)],
        JwksPaths = _ => ["/oauth2/v1/keys"],
        TokenPaths = _ => ["/oauth2/v1/token"],
        AssertionAudiences = (_, _) => [Audience],
        DefaultAudience = Audience,
        DefaultLifetime = TimeSpan.FromHours(1),
        Header = (key, algorithm, _) => new() { ["alg"] = algorithm, ["typ"] = "JWT", ["kid"] = key.Id },
        Payload = facts => new()
        {
            ["jti"] = facts.TokenId,
            ["iss"] = facts.Issuer,
            ["sub"] = facts.Subject ?? facts.ClientId,
            ["aud"] = facts.Audience,
            ["client_id"] = facts.ClientId,
            ["iat"] = facts.Iat,
            ["exp"] = facts.Exp,
            // An array, because a role's name may hold spaces.
            ["scope"] = VendorProfile.ArrayOf(facts.Scopes.Select(scope => Write(scope, facts.Options))),
        },
    };

    private static string Write(string scope, TestAuthorizationServerOptions options) =>
        options.ZIdentityPlainScopes || !ScopeText.TrySplit(scope, out var cloud, out var orgId, out var role)
            ? scope
            : $"zs:config:{options.ZIdentityProduct}.{cloud}:{orgId}:config:{RoleId(role)}:{role}";

    // Any number does, as long as one role keeps it: the vendor numbers roles, and the number says nothing about the name.
    private static int RoleId(string role) => 10000 + (role.Aggregate(0, (sum, next) => ((sum * 31) + next) & 0xFFFF) % 90000);
}
