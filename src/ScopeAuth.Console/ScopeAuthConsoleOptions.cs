using System.Security.Claims;

namespace ScopeAuth;

/// <summary>Who may enter the admin pages, and under which name they act there.</summary>
public sealed class ScopeAuthConsoleOptions
{
    /// <summary>The name of the authorization policy that lets somebody in. It has to name the scheme of a browser login: a cookie, OpenID Connect.</summary>
    /// <value>No default: nobody may enter, and the application does not start, until the service names one.</value>
    public string? Policy { get; set; }

    /// <summary>The path to which the button <i>Sign out</i> sends its form, with an antiforgery token: an endpoint of the service's own, below its base path, with a slash in front.</summary>
    /// <value>Default none: the pages have no such button.</value>
    public string? SignOutPath { get; set; }

    /// <summary>The name under which somebody acts: in the audit trail, and as whoever revoked or changed something. Cut at 256 characters.</summary>
    /// <value>Default: the name of the identity, else its <see cref="ClaimTypes.NameIdentifier"/> or <c>sub</c>, else <c>unnamed administrator</c>.</value>
    public Func<ClaimsPrincipal, string> AdminIdOf { get; set; } = DefaultAdminIdOf;

    private static string DefaultAdminIdOf(ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        string?[] names = [user.Identity?.Name, user.FindFirst(ClaimTypes.NameIdentifier)?.Value, user.FindFirst("sub")?.Value];
        return Array.Find(names, name => !string.IsNullOrWhiteSpace(name)) ?? "unnamed administrator";
    }
}
