using System.Collections.Frozen;

namespace ScopeAuth.Roles;

/// <summary>The configured API roles and the categories that they name. What is not in the table does not exist.</summary>
internal sealed class ApiRoleTable
{
    private readonly FrozenDictionary<string, ApiRole> _roles;
    private readonly FrozenDictionary<string, ApiRole>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly FrozenSet<string> _categories;

    public ApiRoleTable(IEnumerable<KeyValuePair<string, ApiRoleOptions>> roles)
    {
        _roles = roles.ToFrozenDictionary(role => role.Key, role => new ApiRole(role.Key, role.Value), StringComparer.Ordinal);
        _bySpan = _roles.GetAlternateLookup<ReadOnlySpan<char>>();
        _categories = _roles.Values.SelectMany(role => role.Categories).ToFrozenSet(StringComparer.Ordinal);
    }

    public IEnumerable<ApiRole> Roles => _roles.Values;

    public IEnumerable<string> Categories => _categories;

    public ApiRole? Find(ReadOnlySpan<char> name) => _bySpan.TryGetValue(name, out var role) ? role : null;

    public bool HasCategory(string category) => _categories.Contains(category);
}
