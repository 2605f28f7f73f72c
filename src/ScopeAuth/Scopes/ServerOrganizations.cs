using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using ScopeAuth.Roles;

namespace ScopeAuth.Scopes;

/// <summary>The organisations that one authorization server may speak for. A role scope of any other grants nothing, whatever the token says.</summary>
internal sealed class ServerOrganizations
{
    private const int MaxTextLength = 2 * ScopeGrammar.MaxSegmentLength + 2;

    // Most servers speak for one organisation, which is compared; a table takes six times as much.
    private readonly OrganizationGrants? _only;
    private readonly FrozenDictionary<string, OrganizationGrants>? _several;
    private readonly FrozenDictionary<string, OrganizationGrants>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly ApiRoleTable _roles;

    public ServerOrganizations(IEnumerable<Organization> organizations, Func<string, string> domainOf, ApiRoleTable roles)
    {
        _roles = roles;
        // As configured, so that what is logged, audited and answered has the configured spelling, not the token's.
        ImmutableArray<OrganizationGrants> grants =
            [.. organizations.Distinct().Select(organization => new OrganizationGrants(organization, domainOf(organization.Cloud)))];
        if (grants.Length == 1)
        {
            _only = grants[0];
            return;
        }
        _several = grants.ToFrozenDictionary(each => Key(each.Organization.Cloud, each.Organization.OrgId, new char[MaxTextLength]).ToString(), StringComparer.Ordinal);
        _bySpan = _several.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public IEnumerable<Organization> All => (_only is null ? _several!.Values : [_only]).Select(grants => grants.Organization);

    /// <summary>The grant of <c>&lt;cloud&gt;::&lt;orgId&gt;::&lt;role&gt;</c>, or null if that grants nothing here.</summary>
    public Grant? Find(ReadOnlySpan<char> roleScope)
    {
        const int separator = 2;
        var cloudEnd = roleScope.IndexOf(ScopeGrammar.Separator);
        if (cloudEnd < 0) return null;
        var rest = roleScope[(cloudEnd + separator)..];
        var orgEnd = rest.IndexOf(ScopeGrammar.Separator);
        if (orgEnd < 0) return null;
        var role = rest[(orgEnd + separator)..];
        return role.Contains(ScopeGrammar.Separator, StringComparison.Ordinal) ? null : Find(roleScope[..cloudEnd], rest[..orgEnd], role);
    }

    public Grant? Find(ReadOnlySpan<char> cloud, ReadOnlySpan<char> orgId, ReadOnlySpan<char> role)
    {
        // The cloud is compared ignoring ASCII case, the organisation ID is not. Beyond ASCII no cloud exists, but some letters there have a
        // lower case within it, as the Kelvin sign: such a name is no organisation's.
        if (_only is { Organization: var organization })
            return orgId.SequenceEqual(organization.OrgId) && Ascii.EqualsIgnoreCase(cloud, organization.Cloud) ? _only.Find(role, _roles) : null;
        if (cloud.Length + orgId.Length + 2 > MaxTextLength) return null;
        Span<char> key = stackalloc char[MaxTextLength];
        return _bySpan.TryGetValue(Key(cloud, orgId, key), out var grants) ? grants.Find(role, _roles) : null;
    }

    /// <summary>The grant of a bare role name, which can only mean the server's one organisation.</summary>
    public Grant? FindBare(ReadOnlySpan<char> role) => _only?.Find(role, _roles);

    private static ReadOnlySpan<char> Key(ReadOnlySpan<char> cloud, ReadOnlySpan<char> orgId, Span<char> key)
    {
        if (Ascii.ToLower(cloud, key, out _) != OperationStatus.Done) return default;
        ScopeGrammar.Separator.CopyTo(key[cloud.Length..]);
        orgId.CopyTo(key[(cloud.Length + 2)..]);
        return key[..(cloud.Length + 2 + orgId.Length)];
    }
}
