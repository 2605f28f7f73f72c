using System.Collections.Concurrent;
using ScopeAuth.Roles;

namespace ScopeAuth.Scopes;

/// <summary>The grants that one server can make in one organisation: made when first asked for, at most one for each configured role.</summary>
internal sealed class OrganizationGrants(Organization organization, string domain)
{
    private readonly ConcurrentDictionary<ApiRole, Grant> _grants = new();

    public Organization Organization { get; } = organization;

    public Grant? Find(ReadOnlySpan<char> roleName, ApiRoleTable roles)
    {
        if (roles.Find(roleName) is not { } role || !role.ExistsIn(Organization)) return null;
        return _grants.GetOrAdd(role, static (known, grants) => new(grants.Organization, grants.Domain, known), this);
    }

    private string Domain { get; } = domain;
}
