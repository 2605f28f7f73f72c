using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ScopeAuth.Testing.Clients;

namespace ScopeAuth.Testing.Vendors;

/// <summary>ZITADEL, a service user with tokens of type JWT: no scope claim, roles as an object keyed by the role.</summary>
internal static class Zitadel
{
    // ZITADEL's own organisation, in which the role was granted. It is not the organisation the role scope names.
    private const string GrantingOrganization = "286399320075206660";
    private const string GrantingDomain = "acme.zitadel.example";

    public static readonly VendorProfile Profile = new()
    {
        Metadata = _ => [new(MetadataDocument.OpenId)],                                        // it has no RFC 8414 document
        JwksPaths = _ => ["/oauth/v2/keys"],
        TokenPaths = _ => ["/oauth/v2/token"],
        IntrospectionPath = "/oauth/v2/introspect",
        RevocationPath = "/oauth/v2/revoke",
        IntrospectionMethods = [ClientMethods.SecretBasic, ClientMethods.PrivateKeyJwt],
        RevocationMethods = [.. ClientMethods.Usual, ClientMethods.None],
        AssertionAudiences = (server, _) => [server.Issuer],
        // A token is active only for those it is meant for: the client itself or its project is in the audience.
        MayIntrospect = (client, token) => client.ZitadelProjectId is not { } project || Audiences(token).Any(
            audience => audience == project || audience == client.Id),
        DescribeActive = (answer, token) =>
        {
            var reserved = Audiences(token).Select(audience => $"urn:zitadel:iam:org:project:id:{audience}:aud");
            answer["scope"] = string.Join(' ', reserved.Prepend("openid"));
            foreach (var (name, value) in token.Claims)
                if (name.EndsWith(":roles", StringComparison.Ordinal)) answer[name] = value?.DeepClone();
        },
        DefaultAudience = "294645919545098240",                                                // the project's number
        DefaultLifetime = TimeSpan.FromHours(12),
        Header = (key, algorithm, _) => new() { ["alg"] = algorithm, ["kid"] = key.Id, ["typ"] = "JWT" },
        NameKey = certificate => Number(BitConverter.ToUInt64(certificate.GetCertHash())),
        NewTokenId = () => $"V2_{RandomNumber()}-at_{RandomNumber()}",
        KeysCacheControl = "max-age=300, must-revalidate",
        Payload = facts => new()
        {
            ["iss"] = facts.Issuer,
            ["sub"] = facts.Subject ?? facts.ClientId,
            ["aud"] = new JsonArray(facts.Audience),
            ["exp"] = facts.Exp,
            ["iat"] = facts.Iat,
            ["nbf"] = facts.Iat,
            ["client_id"] = facts.ClientId,
            ["jti"] = facts.TokenId,
            ["urn:zitadel:iam:org:project:roles"] = Roles(facts),
            [$"urn:zitadel:iam:org:project:{facts.Audience}:roles"] = Roles(facts),
        },
    };

    private static JsonNode Roles(TokenFacts facts)
    {
        var roles = facts.Scopes.Distinct(StringComparer.Ordinal)
            .Select(scope => KeyValuePair.Create(scope, (JsonNode?)new JsonObject { [GrantingOrganization] = GrantingDomain }));
        return facts.Options.ZitadelRolesAsArray
            ? new JsonArray([.. roles.Select(role => new JsonObject([role]))])
            : new JsonObject(roles);
    }

    private static IEnumerable<string> Audiences(TestIssuedToken token) =>
        token.Claims["aud"] is JsonArray several ? several.Select(audience => audience?.ToString() ?? "") : [];

    private static string RandomNumber() => Number(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));

    private static string Number(ulong seed) =>
        (100_000_000_000_000_000 + (seed % 900_000_000_000_000_000)).ToString(CultureInfo.InvariantCulture);
}
