using ScopeAuth;

namespace System.Security.Claims;

/// <summary>Reads what ScopeAuth found about the caller of a request.</summary>
public static class ScopeAuthPrincipalExtensions
{
    /// <summary>The generated admin ID, <c>oauth-&lt;role&gt;$@&lt;orgid&gt;.&lt;cloud domain&gt;</c>, or null if ScopeAuth did not authenticate the caller.</summary>
    public static string? GetAdminId(this ClaimsPrincipal user) => Find(user, ScopeAuthClaimTypes.AdminId);

    /// <summary>The organisation that the request is for, or null if ScopeAuth did not authenticate the caller.</summary>
    public static Organization? GetOrganization(this ClaimsPrincipal user) =>
        Organization.TryParse(Find(user, ScopeAuthClaimTypes.Organization), out var organization) ? organization : null;

    /// <summary>The names of the API roles that the caller has in the organisation.</summary>
    public static IReadOnlyList<string> GetApiRoles(this ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return [.. user.FindAll(ScopeAuthClaimTypes.Role).Select(claim => claim.Value)];
    }

    /// <summary>The client ID, whatever the vendor calls it, or null.</summary>
    public static string? GetClientId(this ClaimsPrincipal user) => Find(user, ScopeAuthClaimTypes.ClientId);

    /// <summary>The configured name of the authorization server, or null.</summary>
    public static string? GetAuthorizationServer(this ClaimsPrincipal user) => Find(user, ScopeAuthClaimTypes.AuthorizationServer);

    /// <summary>The token's ID, whatever the vendor calls it, or null.</summary>
    public static string? GetTokenId(this ClaimsPrincipal user) => Find(user, ScopeAuthClaimTypes.TokenId);

    private static string? Find(ClaimsPrincipal user, string type)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.FindFirst(type)?.Value;
    }
}
