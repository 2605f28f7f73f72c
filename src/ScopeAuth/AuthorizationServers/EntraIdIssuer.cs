using System.Diagnostics.CodeAnalysis;
using System.Text;
using ScopeAuth.Tokens;

namespace ScopeAuth.AuthorizationServers;

/// <summary>The issuers of Microsoft Entra ID: one tenant has two, one for each version of token.</summary>
internal static class EntraIdIssuer
{
    /// <summary>The issuer in the metadata of a registration for several tenants, and beside the keys that serve them all.</summary>
    public const string Template = "https://login.microsoftonline.com/{tenantid}/v2.0";

    /// <summary>Where the keys that serve all tenants are found.</summary>
    public const string SharedBase = "https://login.microsoftonline.com/organizations/v2.0";

    private const string V1 = "https://sts.windows.net/";
    private const string V2 = "https://login.microsoftonline.com/";
    private const string V2Suffix = "/v2.0";
    private const string TenantPlaceholder = "{tenantid}";

    public static IEnumerable<string> Of(string tenant) => [$"{V2}{tenant}{V2Suffix}", $"{V1}{tenant}/"];

    /// <summary>Both issuers of the tenant that an issuer of either version names; the issuer alone if it is of another cloud.</summary>
    public static IEnumerable<string> TwinsOf(string issuer) =>
        TryGetTenant(issuer, out var tenant) ? Of(tenant).Select(twin => twin == issuer ? issuer : twin) : [issuer];

    public static string MetadataBase(Uri issuer) => TryGetTenant(issuer.OriginalString, out var tenant) ? $"{V2}{tenant}{V2Suffix}" : issuer.OriginalString;

    public static bool TryGetTenant(string issuer, [NotNullWhen(true)] out string? tenant)
    {
        tenant = null;
        if (issuer.StartsWith(V2, StringComparison.Ordinal) && issuer.EndsWith(V2Suffix, StringComparison.Ordinal) && issuer.Length > V2.Length + V2Suffix.Length)
            tenant = issuer[V2.Length..^V2Suffix.Length];
        else if (issuer.StartsWith(V1, StringComparison.Ordinal) && issuer.EndsWith('/') && issuer.Length > V1.Length)
            tenant = issuer[V1.Length..^1];
        return tenant is not null && Guid.TryParseExact(tenant, "D", out _);
    }

    /// <summary>Whether the tenant in the issuer is the tenant in the token, so that no tenant speaks in another's name.</summary>
    public static bool IsTenantConsistent(in JsonMembers claims) =>
        claims.TryFind(RegisteredName.Issuer, out var issuer) && claims.TryFind("tid"u8, out var tenant)
        && (!TryGetTenant(issuer.ToString(), out var expected) || tenant.Is(Encoding.UTF8.GetBytes(expected)));

    /// <summary>Whether a key that bears an issuer may sign for the issuer of a token: the template for every tenant, else its own tenant only.</summary>
    public static bool MaySignFor(string keyIssuer, string tokenIssuer)
    {
        if (keyIssuer == tokenIssuer) return true;
        if (!TryGetTenant(tokenIssuer, out var tenant)) return false;
        var concrete = keyIssuer.Replace(TenantPlaceholder, tenant, StringComparison.Ordinal);
        return concrete == tokenIssuer || (TryGetTenant(concrete, out var keyTenant) && keyTenant == tenant);
    }
}
