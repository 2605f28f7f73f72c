namespace ScopeAuth.Testing.Vendors;

/// <summary>A plain OpenID Connect server whose tokens follow RFC 9068; the type <c>at+jwt</c> is an option.</summary>
internal static class Generic
{
    public static readonly VendorProfile Profile = new()
    {
        Metadata = _ => [new(MetadataDocument.OpenId), new("", AtHostRoot: true)],
        JwksPaths = _ => ["/.well-known/jwks.json"],
        TokenPaths = _ => ["/token"],
        IntrospectionPath = "/introspect",
        RevocationPath = "/revoke",
        DefaultAudience = "https://api.example",
        DefaultLifetime = TimeSpan.FromHours(1),
        Header = (key, algorithm, _) => new() { ["typ"] = "JWT", ["alg"] = algorithm, ["kid"] = key.Id },
        Payload = facts => new()
        {
            ["iss"] = facts.Issuer,
            ["sub"] = facts.Subject ?? facts.ClientId,
            ["aud"] = facts.Audience,
            ["client_id"] = facts.ClientId,
            ["jti"] = facts.TokenId,
            ["iat"] = facts.Iat,
            ["exp"] = facts.Exp,
            ["scope"] = string.Join(' ', facts.Scopes),
        },
    };
}
