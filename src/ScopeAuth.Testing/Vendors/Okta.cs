using ScopeAuth.Testing.Clients;

namespace ScopeAuth.Testing.Vendors;

/// <summary>An Okta custom authorization server, the one every Okta organisation has by the name <c>default</c>.</summary>
internal static class Okta
{
    private const string Path = "/oauth2/default";

    public static readonly VendorProfile Profile = new()
    {
        Issuer = (_, baseAddress) => baseAddress + Path,
        Metadata = _ => [new(Path + MetadataDocument.OpenId), new(Path, AtHostRoot: true)],
        JwksPaths = _ => [$"{Path}/v1/keys"],
        TokenPaths = _ => [$"{Path}/v1/token"],
        IntrospectionPath = $"{Path}/v1/introspect",
        RevocationPath = $"{Path}/v1/revoke",
        IntrospectionMethods = [.. ClientMethods.Usual, ClientMethods.None],
        RevocationMethods = [.. ClientMethods.Usual, ClientMethods.None],
        AssertionAudiences = (_, endpoint) => [endpoint],
        DefaultAudience = "https://api.example",
        DefaultLifetime = TimeSpan.FromHours(1),
        Header = (key, algorithm, _) => new() { ["kid"] = key.Id, ["alg"] = algorithm },      // Okta writes no typ
        NewTokenId = () => $"AT.{VendorProfile.RandomText(32)}",
        KeysCacheControl = "max-age=3832304, must-revalidate",
        Payload = facts => new()
        {
            ["ver"] = 1,
            ["jti"] = facts.TokenId,
            ["iss"] = facts.Issuer,
            ["aud"] = facts.Audience,
            ["iat"] = facts.Iat,
            ["exp"] = facts.Exp,
            ["cid"] = facts.ClientId,
            ["scp"] = VendorProfile.ArrayOf(facts.Scopes),
            ["sub"] = facts.Subject ?? facts.ClientId,
        },
    };
}
