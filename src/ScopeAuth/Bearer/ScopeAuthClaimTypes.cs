namespace ScopeAuth;

/// <summary>The claims that ScopeAuth adds to those of the token. A token's own claim of such a name is left out, so no token can forge them.</summary>
/// <remarks>
/// Beside another authentication handler, a claim of its identity is kept if the token has none of that type: the names that it maps, and what
/// the application's events added. None of them is a role; roles are API roles alone.
/// </remarks>
public static class ScopeAuthClaimTypes
{
    private const string Prefix = "scopeauth:";

    /// <summary>The generated admin ID: the value of <c>User.Identity.Name</c>.</summary>
    public const string AdminId = "scopeauth:admin_id";

    /// <summary>An API role, once for each: what <c>User.IsInRole</c> asks for.</summary>
    public const string Role = "scopeauth:role";

    /// <summary>The organisation, <c>&lt;cloud&gt;::&lt;orgId&gt;</c>.</summary>
    public const string Organization = "scopeauth:organization";

    /// <summary>The configured name of the authorization server.</summary>
    public const string AuthorizationServer = "scopeauth:authorization_server";

    /// <summary>The client ID, whatever the vendor calls it.</summary>
    public const string ClientId = "scopeauth:client_id";

    /// <summary>The token's ID, whatever the vendor calls it.</summary>
    public const string TokenId = "scopeauth:token_id";

    internal static bool IsOurs(string type) => type.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
}
