using System.Globalization;
using Npgsql;

namespace ScopeAuth.PostgreSql.Revocation;

/// <summary>The conditions of a query, as SQL. What the caller gives becomes parameters, never text.</summary>
internal sealed class RevocationConditions
{
    private readonly List<string> _conditions = [];
    private readonly List<NpgsqlParameter> _parameters = [];

    /// <param name="query">The query.</param>
    /// <param name="tokens">The IDs of the tokens that it may mean by its value.</param>
    public RevocationConditions(RevocationQuery query, IReadOnlyList<Guid> tokens)
    {
        if (query.Kind is { } kind) Add("kind = {0}", (short)kind);
        if (query.AuthorizationServer is { } server) Add("authorization_server = {0}", server);
        if (query.Scope is { } scope) AddScope(scope);
        if (query.Value is { } value) AddValue(value, [.. tokens]);
        if (query.Reason is { } reason) Add("reason = {0}", (short)reason);
        if (query.RevokedBy is { } by) Add("revoked_by = {0}", by);
        if (query.RevokedFrom is { } from) Add("revoked_at >= {0}", from.ToUniversalTime());
        if (query.RevokedBefore is { } before) Add("revoked_at < {0}", before.ToUniversalTime());
        if (query.NotEndedAt is { } at) Add("(ends_at IS NULL OR ends_at > {0})", at.ToUniversalTime());
    }

    public string Where => _conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", _conditions)}";

    public NpgsqlParameter[] Parameters => [.. _parameters];

    public void Add<T>(string condition, T value) => _conditions.Add(string.Format(CultureInfo.InvariantCulture, condition, Place(value)));

    // Two ways, each with an index of its own: one token has an ID, what names many is listed by value.
    private void AddValue(string value, Guid[] tokens)
    {
        var place = Place(value);
        _conditions.Add($"(kind > {(int)RevocationKind.TokenHash} AND value = {place} OR id = ANY ({Place(tokens)}) AND value = {place})");
    }

    // The name of a cloud ignores the case of ASCII letters, which is what lower does under the collation of the column.
    private void AddScope(RevocationScope scope)
    {
        var (cloud, organization, servers) = (Place(scope.Organization.Cloud.ToLowerInvariant()), Place(scope.Organization.OrgId), Place(scope.AuthorizationServers.ToArray()));
        _conditions.Add($"""
            CASE WHEN kind IN ({(int)RevocationKind.Organization}, {(int)RevocationKind.Role})
                THEN lower(split_part(value, '::', 1)) = {cloud} AND split_part(value, '::', 2) = {organization}
                ELSE authorization_server = ANY ({servers}) END
            """);
    }

    private string Place<T>(T value)
    {
        _parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return string.Create(CultureInfo.InvariantCulture, $"${_parameters.Count}");
    }
}
