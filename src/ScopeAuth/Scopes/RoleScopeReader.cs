using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ScopeAuth.AuthorizationServers;
using ScopeAuth.Roles;
using ScopeAuth.Tokens;

namespace ScopeAuth.Scopes;

/// <summary>Finds the grants in a token's claims: one normaliser for a string, a space-separated list, an array, and vendors' other forms.</summary>
internal sealed class RoleScopeReader
{
    /// <summary>Longest scope that is looked at: three segments and their separators, or ZIdentity's form. Longer ones grant nothing.</summary>
    private const int MaxScopeLength = 640;

    /// <summary>How many scopes and roles of one token are looked at; a token with more is not believed at all.</summary>
    public const int MaxScopes = 1024;

    private readonly ServerOrganizations _organizations;
    private readonly ImmutableArray<JsonName> _scopeClaims;
    private readonly ImmutableArray<JsonName> _roleClaims;
    private readonly ImmutableArray<string> _zIdentityProducts;

    public RoleScopeReader(AuthorizationServerOptions options, VendorProfile vendor, ServerOrganizations organizations)
    {
        _organizations = organizations;
        _scopeClaims = options.ScopeClaims is { } own ? JsonName.All(own) : vendor.ScopeNames;
        _roleClaims = JsonName.All((options.RoleClaims ?? vendor.RoleClaims)
            .SelectMany(name => name.Contains(VendorProfile.AudiencePlaceholder, StringComparison.Ordinal)
                ? options.Audiences.Select(audience => name.Replace(VendorProfile.AudiencePlaceholder, audience, StringComparison.Ordinal))
                : [name]));
        _zIdentityProducts = options.Vendor == Vendor.ZIdentity ? [.. options.Products] : [];
    }

    /// <returns>False if a claim that must hold scopes is neither a string nor an array of strings, or if there are too many of them.</returns>
    public bool TryRead(in JsonMembers claims, out ImmutableArray<Grant> grants)
    {
        var found = new FoundGrants(MaxScopes);
        grants = [];
        foreach (var name in _scopeClaims)
        {
            if (!claims.TryFind(name, out var claim)) continue;
            if (!JsonStrings.TryOpen(claim, out var values)) return false;
            while (values.MoveNext())
                if (values.IsSingle) AddList(values.Current.Text, ref found);
                else AddOne(values.Current.Text, ref found);
        }
        foreach (var name in _roleClaims)
            if (claims.TryFind(name, out var claim)) AddRoles(claim, ref found);
        if (found.AreTooMany) return false;
        grants = found.ToArray();
        return true;
    }

    // RFC 6749 section 3.3: separated by single spaces, nothing else.
    private void AddList(ReadOnlySpan<byte> list, ref FoundGrants found)
    {
        while (!list.IsEmpty)
        {
            var end = EndOfScope(list);
            AddOne(list[..end], ref found);
            list = list[Math.Min(end + 1, list.Length)..];
        }
    }

    // A role name of ZIdentity may hold spaces, so in a list its scope goes on until the next one begins. What cannot be told apart
    // becomes a role name that nobody configured, and grants nothing.
    private int EndOfScope(ReadOnlySpan<byte> list)
    {
        var end = list.IndexOf((byte)' ');
        if (_zIdentityProducts.IsEmpty || !list.StartsWith("zs:config:"u8)) return end < 0 ? list.Length : end;
        var next = list.IndexOf(" zs:config:"u8);
        return next < 0 ? list.Length : next;
    }

    private void AddOne(ReadOnlySpan<byte> scope, ref FoundGrants found)
    {
        if (scope.IsEmpty || !found.TryCount() || scope.Length > MaxScopeLength) return;
        Span<char> characters = stackalloc char[scope.Length];
        var text = characters[..Encoding.UTF8.GetChars(scope, characters)];
        found.Add(_organizations.Find(text));
        if (!_zIdentityProducts.IsEmpty && ZIdentityScope.TrySplit(text, out var product, out var cloud, out var orgId, out var role)
            && IsOurProduct(product)) found.Add(_organizations.Find(cloud, orgId, role));
    }

    // Safewhere: a string or an array. ZITADEL: an object whose member names are the roles, or an array of such objects.
    private void AddRoles(JsonValue claim, ref FoundGrants found)
    {
        if (claim.IsString)
        {
            AddRole(claim.ToString(), ref found);
            return;
        }
        if (claim.Kind is not (JsonKind.Array or JsonKind.Object)) return;
        var roleDepth = claim.Kind == JsonKind.Array ? 2 : 1;
        var reader = new Utf8JsonReader(claim.Raw);
        while (reader.Read())
            if (reader.TokenType == JsonTokenType.PropertyName ? reader.CurrentDepth == roleDepth
                : reader.TokenType == JsonTokenType.String && reader.CurrentDepth == 1 && claim.Kind == JsonKind.Array)
                AddRole(reader.GetString()!, ref found);
    }

    private void AddRole(string role, ref FoundGrants found)
    {
        if (found.TryCount()) found.Add(_organizations.Find(role) ?? _organizations.FindBare(role));
    }

    private bool IsOurProduct(ReadOnlySpan<char> product)
    {
        foreach (var ours in _zIdentityProducts)
            if (product.Equals(ours, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
