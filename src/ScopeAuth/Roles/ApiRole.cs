using System.Collections.Frozen;

namespace ScopeAuth.Roles;

/// <summary>One configured API role.</summary>
internal sealed class ApiRole
{
    private readonly FrozenDictionary<string, ApiAccess> _access;
    private readonly FrozenSet<Organization>? _organizations;   // null: all

    public ApiRole(string name, ApiRoleOptions options)
    {
        Name = name;
        _access = options.Access.ToFrozenDictionary(StringComparer.Ordinal);
        _organizations = options.Organizations is ["*"] ? null : options.Organizations.Select(Organization.Parse).ToFrozenSet();
    }

    public string Name { get; }

    public IEnumerable<string> Categories => _access.Keys;

    public bool ExistsIn(Organization organization) => _organizations?.Contains(organization) ?? true;

    public ApiAccess AccessTo(string category) => _access.GetValueOrDefault(category, ApiAccess.None);
}
