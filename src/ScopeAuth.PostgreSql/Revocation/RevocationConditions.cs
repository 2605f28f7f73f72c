using ScopeAuth.PostgreSql.Schema;

namespace ScopeAuth.PostgreSql.Revocation;

/// <summary>Which revocations are asked for.</summary>
internal static class RevocationConditions
{
    /// <param name="query">The query.</param>
    /// <param name="tokens">The IDs of the tokens that it may mean by its value.</param>
    public static Conditions Of(RevocationQuery query, IReadOnlyList<Guid> tokens)
    {
        var conditions = new Conditions(first: 1);
        if (query.Kind is { } kind) conditions.Add("kind = {0}", (short)kind);
        if (query.AuthorizationServer is { } server) conditions.Add("authorization_server = {0}", StoredText.Of(server));
        if (query.Scope is { } scope) conditions.AddScope(scope);
        // Two ways, each with an index of its own: one token has an ID, what names many is listed by value.
        if (query.Value is { } value) conditions.Add($"(kind > {(int)RevocationKind.TokenHash} AND value = {{0}} OR id = ANY ({{1}}) AND value = {{0}})", StoredText.Of(value), tokens.ToArray());
        if (query.Reason is { } reason) conditions.Add("reason = {0}", (short)reason);
        if (query.RevokedBy is { } by) conditions.Add("revoked_by = {0}", StoredText.Of(by));
        conditions.AddSpan("revoked_at", query.RevokedFrom, query.RevokedBefore);
        conditions.AddTime("(ends_at IS NULL OR ends_at > {0})", query.NotEndedAt);
        return conditions;
    }

    // The name of a cloud ignores the case of ASCII letters, which is what lower does under the collation of the column.
    private static void AddScope(this Conditions conditions, RevocationScope scope) => conditions.Add(
        $$"""
        CASE WHEN kind IN ({{(int)RevocationKind.Organization}}, {{(int)RevocationKind.Role}})
            THEN lower(split_part(value, '::', 1)) = {0} AND split_part(value, '::', 2) = {1}
            ELSE authorization_server = ANY ({2}) END
        """,
        scope.Organization.Cloud.ToLowerInvariant(),
        scope.Organization.OrgId,
        scope.AuthorizationServers.ToArray());
}
