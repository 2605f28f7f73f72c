using System.Collections.Immutable;
using ScopeAuth.Audit;

namespace ScopeAuth.Roles;

/// <summary>A configured role in an organisation, granted by a token, with the admin ID that the platform generates for it.</summary>
internal sealed class Grant(Organization organization, string domain, ApiRole role)
{
    private ImmutableArray<Grant> _alone;
    private AdminIdScope? _logScope;

    /// <summary>A list of nothing but this: what most tokens grant.</summary>
    public ImmutableArray<Grant> Alone => _alone.IsDefault ? _alone = [this] : _alone;

    /// <summary>The log scope of the requests that it admits.</summary>
    public AdminIdScope LogScope => _logScope ??= new(AdminId);

    public RoleScope Scope { get; } = new(organization, role.Name);

    public ApiRole Role { get; } = role;

    /// <summary><c>oauth-&lt;role&gt;$@&lt;orgid&gt;.&lt;cloud domain&gt;</c>.</summary>
    public string AdminId { get; } = $"oauth-{role.Name}$@{organization.OrgId}.{domain}";
}
