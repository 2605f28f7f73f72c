namespace ScopeAuth.Scopes;

/// <summary>ZIdentity's other form of a role scope, <c>zs:config:&lt;product&gt;.&lt;cloud&gt;:&lt;orgId&gt;:config:&lt;roleId&gt;:&lt;role&gt;</c>.</summary>
internal static class ZIdentityScope
{
    public const string Prefix = "zs:config:";

    /// <summary>The place of each part between the colons.</summary>
    private const int Count = 7, ProductAndCloud = 2, OrgId = 3, Config = 4, Role = 6;

    public static bool TrySplit(
        ReadOnlySpan<char> text, out ReadOnlySpan<char> product, out ReadOnlySpan<char> cloud, out ReadOnlySpan<char> orgId, out ReadOnlySpan<char> role)
    {
        product = cloud = orgId = role = default;
        Span<Range> parts = stackalloc Range[Count + 1];
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Split(parts, ':') != Count) return false;
        if (!text[parts[Config]].SequenceEqual("config")) return false;

        var host = text[parts[ProductAndCloud]];
        var dot = host.IndexOf('.');
        if (dot <= 0) return false;
        product = host[..dot];
        cloud = host[(dot + 1)..];
        orgId = text[parts[OrgId]];
        role = text[parts[Role]];
        return ScopeGrammar.IsSegment(cloud) && ScopeGrammar.IsSegment(orgId) && ScopeGrammar.IsRoleName(role);
    }
}
