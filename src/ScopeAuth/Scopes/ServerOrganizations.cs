using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using ScopeAuth.Roles;

namespace ScopeAuth.Scopes;

/// <summary>The organisations that one authorization server may speak for. A role scope of any other grants nothing, whatever the token says.</summary>
internal sealed class ServerOrganizations
{
    private const int MaxTextLength = 2 * ScopeGrammar.MaxSegmentLength + 2;

    private readonly FrozenDictionary<string, OrganizationGrants> _organizations;
    private readonly FrozenDictionary<string, OrganizationGrants>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly OrganizationGrants? _only;
    private readonly ApiRoleTable _roles;

    public ServerOrganizations(IEnumerable<Organization> organizations, Func<string, string> domainOf, ApiRoleTable roles)
    {
        // As configured, so that what is logged, audited and answered has the configured spelling, not the token's.
        _organizations = organizations.Distinct().ToFrozenDictionary(
            organization => Key(organization.Cloud, organization.OrgId, new char[MaxTextLength]).ToString(),
            organization => new OrganizationGrants(organization, domainOf(organization.Cloud)),
            StringComparer.Ordinal);
        _bySpan = _organizations.GetAlternateLookup<ReadOnlySpan<char>>();
        _only = _organizations.Count == 1 ? _organizations.Values[0] : null;
        _roles = roles;
    }

    public IEnumerable<Organization> All => _organizations.Values.Select(grants => grants.Organization);

    /// <summary>The grant of <c>&lt;cloud&gt;::&lt;orgId&gt;::&lt;role&gt;</c>, or null if that grants nothing here.</summary>
    public Grant? Find(ReadOnlySpan<char> roleScope)
    {
        Span<Range> parts = stackalloc Range[4];
        return roleScope.Split(parts, ScopeGrammar.Separator) == 3
            ? Find(roleScope[parts[0]], roleScope[parts[1]], roleScope[parts[2]])
            : null;
    }

    public Grant? Find(ReadOnlySpan<char> cloud, ReadOnlySpan<char> orgId, ReadOnlySpan<char> role)
    {
        if (cloud.Length + orgId.Length + 2 > MaxTextLength) return null;
        Span<char> key = stackalloc char[MaxTextLength];
        return _bySpan.TryGetValue(Key(cloud, orgId, key), out var grants) ? grants.Find(role, _roles) : null;
    }

    /// <summary>The grant of a bare role name, which can only mean the server's one organisation.</summary>
    public Grant? FindBare(ReadOnlySpan<char> role) => _only?.Find(role, _roles);

    // The cloud is compared ignoring ASCII case, the organisation ID is not. Beyond ASCII no cloud exists, but some letters there have a
    // lower case within it, as the Kelvin sign: such a name is the key of nothing.
    private static ReadOnlySpan<char> Key(ReadOnlySpan<char> cloud, ReadOnlySpan<char> orgId, Span<char> key)
    {
        if (Ascii.ToLower(cloud, key, out _) != OperationStatus.Done) return default;
        ScopeGrammar.Separator.CopyTo(key[cloud.Length..]);
        orgId.CopyTo(key[(cloud.Length + 2)..]);
        return key[..(cloud.Length + 2 + orgId.Length)];
    }
}
