using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ScopeAuth.Testing.Vendors;

/// <summary>
/// Microsoft Entra ID: tokens keep Microsoft's issuer while documents and keys come from the test's own address.
/// </summary>
internal static class EntraId
{
    public const string IssuerTemplate = "https://login.microsoftonline.com/{tenantid}/v2.0";
    private const string KeysV1 = "/discovery/keys";
    private const string KeysV2 = "/discovery/v2.0/keys";

    public static readonly VendorProfile Profile = new()
    {
        Issuer = (options, _) => IssuerOf(options, options.EntraTokenVersion),
        Metadata = Documents,
        JwksPaths = options => [.. Documents(options).Select(document => document.JwksPath!)],
        TokenPaths = options => [$"/{options.EntraTenantId}/oauth2/v2.0/token", $"/{options.EntraTenantId}/oauth2/token"],
        DefaultAudience = "3f0b6f4e-6c0d-4c5c-9a51-0c1d1c3c7a10",       // version 2.0 always names the API by its GUID
        DefaultLifetime = TimeSpan.FromMinutes(75),
        Header = (key, algorithm, options) => options.EntraTokenVersion == 1
            ? new() { ["typ"] = "JWT", ["alg"] = algorithm, ["x5t"] = key.Id, ["kid"] = key.Id }
            : new() { ["typ"] = "JWT", ["alg"] = algorithm, ["kid"] = key.Id },
        NewTokenId = () => VendorProfile.RandomText(16),
        KeysCacheControl = "max-age=86400, private",
        DescribeKey = (jwk, key, options, path) =>
        {
            jwk["x5t"] = VendorProfile.Thumbprint(key.Certificate);
            jwk["x5c"] = new JsonArray(Convert.ToBase64String(key.Certificate.RawData));
            // Only the key sets of version 2.0 say which issuer a key belongs to.
            if (path.EndsWith(KeysV2, StringComparison.Ordinal)) jwk["issuer"] = options.EntraKeyIssuer ?? IssuerTemplate;
        },
        Payload = Payload,
    };

    private static string IssuerOf(TestAuthorizationServerOptions options, int version) =>
        version == 1
            ? $"https://sts.windows.net/{options.EntraTenantId}/"
            : IssuerTemplate.Replace("{tenantid}", options.EntraTenantId, StringComparison.Ordinal);

    private static string[] Tenants(TestAuthorizationServerOptions options) =>
        options.EntraMultiTenant ? ["organizations", "common", options.EntraTenantId] : [options.EntraTenantId];

    private static MetadataDocument[] Documents(TestAuthorizationServerOptions options)
    {
        var documents = Tenants(options).SelectMany(tenant => new[]
        {
            (Version: 1, Document: new MetadataDocument(
                $"/{tenant}{MetadataDocument.OpenId}", JwksPath: $"/{tenant}{KeysV1}",
                Issuer: tenant == options.EntraTenantId ? IssuerOf(options, 1) : "https://sts.windows.net/{tenantid}/")),
            (Version: 2, Document: new MetadataDocument(
                $"/{tenant}/v2.0{MetadataDocument.OpenId}", JwksPath: $"/{tenant}{KeysV2}",
                Issuer: tenant == options.EntraTenantId ? IssuerOf(options, 2) : IssuerTemplate)),
        });
        return [.. documents.OrderBy(each => each.Version != options.EntraTokenVersion).Select(each => each.Document)];
    }

    private static JsonObject Payload(TokenFacts facts)
    {
        var first = facts.Options.EntraTokenVersion == 1;
        var servicePrincipal = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(facts.ClientId)).AsSpan(0, 16)).ToString();
        var payload = new JsonObject
        {
            ["aud"] = facts.Audience,
            ["iss"] = facts.Issuer,
            ["iat"] = facts.Iat,
            ["nbf"] = facts.Iat,
            ["exp"] = facts.Exp,
            ["aio"] = VendorProfile.RandomText(24),
            [first ? "appid" : "azp"] = facts.ClientId,
            [first ? "appidacr" : "azpacr"] = facts.ByAssertion ? "2" : "1",
            ["oid"] = servicePrincipal,
            ["rh"] = $"0.{VendorProfile.RandomText(12)}.",
            ["sub"] = facts.Subject ?? servicePrincipal,
            ["tid"] = facts.Options.EntraTenantId,
            ["uti"] = facts.TokenId,
            ["ver"] = first ? "1.0" : "2.0",
        };
        if (first) payload["idp"] = facts.Issuer;
        if (facts.Scopes.Count > 0) payload["roles"] = VendorProfile.ArrayOf(facts.Scopes);    // without a role, no claim at all
        return payload;
    }
}
