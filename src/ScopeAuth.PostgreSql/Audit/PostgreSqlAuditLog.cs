using System.Net.Sockets;
using Npgsql;

namespace ScopeAuth.PostgreSql.Audit;

/// <summary>Reads the trail of all nodes in the order of time. A page is found by an index, wherever it is.</summary>
internal sealed class PostgreSqlAuditLog(AuditTable table) : IAuditLog
{
    public bool IsKept => true;

    public async ValueTask<AuditPage> QueryAsync(AuditQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > AuditQuery.MaxLimit) throw new ArgumentException($"A page has 1 to {AuditQuery.MaxLimit} records.", nameof(query));
        AuditPlace? after = query.After is not { } text ? null
            : AuditPlace.TryParse(text, out var place) ? place : throw new ArgumentException("No page of this trail ended there.", nameof(query));
        try
        {
            var found = await table.ReadAsync(AuditConditions.Of(query, after), query.Limit + 1, cancellationToken);
            // One more was asked for, to know whether there is one.
            return found.Count <= query.Limit
                ? new([.. found.Select(one => one.Record)], null)
                : new([.. found.Take(query.Limit).Select(one => one.Record)], found[query.Limit - 1].Place.ToString());
        }
        catch (Exception exception) when (exception is NpgsqlException or SocketException or TimeoutException)
        {
            throw new IOException("The audit records in PostgreSQL cannot be read.", exception);
        }
    }
}
