using System.Collections.Concurrent;
using ScopeAuth.Roles;

namespace ScopeAuth.Scopes;

/// <summary>The grants that one server can make in one organisation: made when first asked for, at most one for each configured role.</summary>
internal sealed class OrganizationGrants(Organization organization, string domain)
{
    private ConcurrentDictionary<ApiRole, Grant>? _grants;

    public Organization Organization { get; } = organization;

    public Grant? Find(ReadOnlySpan<char> roleName, ApiRoleTable roles)
    {
        if (roles.Find(roleName) is not { } role || !role.ExistsIn(Organization)) return null;
        return (_grants ?? Make()).GetOrAdd(role, static (known, grants) => new(grants.Organization, grants.Domain, known), this);
    }

    private string Domain { get; } = domain;

    // One for all threads: a role has one grant, which others compare by reference.
    private ConcurrentDictionary<ApiRole, Grant> Make() => Interlocked.CompareExchange(ref _grants, new(), null) ?? _grants;
}
