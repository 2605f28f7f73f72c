namespace ScopeAuth;

/// <summary>What belongs to one organisation: its own authorization servers, itself, its roles.</summary>
/// <param name="Organization">The organisation.</param>
/// <param name="AuthorizationServers">The servers that speak for it and for no other.</param>
public sealed record RevocationScope(Organization Organization, IReadOnlyCollection<string> AuthorizationServers)
{
    /// <summary>Whether a target belongs to it. A target without server has the value <c>&lt;organisation&gt;</c> or <c>&lt;organisation&gt;::&lt;role&gt;</c>.</summary>
    /// <param name="target">The target.</param>
    public bool Contains(RevocationTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.Kind switch
        {
            RevocationKind.Organization => Organization.Parse(target.Value!) == Organization,
            RevocationKind.Role => RoleScope.Parse(target.Value!).Organization == Organization,
            _ => AuthorizationServers.Contains(target.AuthorizationServer),
        };
    }
}
