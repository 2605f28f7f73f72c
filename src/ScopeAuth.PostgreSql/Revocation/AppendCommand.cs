using Npgsql;
using NpgsqlTypes;
using ScopeAuth.PostgreSql.Schema;

namespace ScopeAuth.PostgreSql.Revocation;

/// <summary>The one call that keeps changes: a transaction by itself.</summary>
internal static class AppendCommand
{
    // IDs follow from the key: under another they would be those of nothing. The server looks at the key before it keeps any, and makes the call for each row
    // that it finds: for none where the key is another. That one argument is of the row is what keeps this order.
    private const string Append = """
        SELECT place, run, assigned, is_applied, (earlier).id IS NOT NULL,
            (earlier).id, (earlier).kind, (earlier).authorization_server, (earlier).value, (earlier).issued_before, (earlier).reason,
            (earlier).revoked_by, (earlier).revoked_at, (earlier).ends_at
        FROM $schema.revocation_state AS s
            CROSS JOIN LATERAL $schema.append_changes(CASE WHEN s.only_row THEN $1 END, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        WHERE s.key = $12
        """;

    public static NpgsqlCommand Create(NpgsqlConnection connection, DatabaseSchema schema, byte[] key, IReadOnlyList<RevocationChange> changes)
    {
        var command = new NpgsqlCommand(schema.In(Append), connection);
        Fill(command.Parameters, changes);
        command.Parameters.Add(new() { Value = key });
        return command;
    }

    public static async Task<RevocationReceipt[]> ExecuteAsync(NpgsqlCommand command, IReadOnlyList<RevocationChange> changes, CancellationToken cancellationToken)
    {
        var receipts = new RevocationReceipt[changes.Count];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = 0;
        for (; await reader.ReadAsync(cancellationToken); rows++)
        {
            var (place, run, sequence, isApplied) = (reader.GetInt32(0) - 1, reader.GetInt32(1), reader.GetInt64(2), reader.GetBoolean(3));
            var earlier = reader.GetBoolean(4) ? RevocationColumns.Read(reader, 5) : null;
            for (var step = 0; step < run; step++)
                receipts[place + step] = new(sequence + step, isApplied, earlier ?? (changes[place + step] is { IsLift: false, Record: var record } ? record : null));
        }
        // The rows come before the commit. What follows them says that it was made, and to dispose of the reader would hide a timeout while waiting for that.
        await reader.NextResultAsync(cancellationToken);
        if (rows == 0 && changes.Count > 0) throw new InvalidDataException("The database was replaced by another one, and nothing of this call was kept. It is read anew: try again.");
        return receipts;
    }

    private static void Fill(NpgsqlParameterCollection parameters, IReadOnlyList<RevocationChange> changes)
    {
        var lifts = changes.Any(change => change.IsLift);
        Add<Guid?>(NpgsqlDbType.Uuid, change => change.IsLift ? change.Id : null, isOfLifts: true);
        Add(NpgsqlDbType.Text, change => change.LiftedBy, isOfLifts: true);
        Add(NpgsqlDbType.Uuid, change => change.Record?.Id, isOneForEach: true);
        Add(NpgsqlDbType.Smallint, change => (short?)change.Record?.Target.Kind);
        Add(NpgsqlDbType.Text, change => change.Record?.Target.AuthorizationServer);
        Add(NpgsqlDbType.Text, change => change.Record?.Target.Value);
        Add(NpgsqlDbType.TimestampTz, change => change.Record?.IssuedBefore?.ToUniversalTime());
        Add(NpgsqlDbType.Smallint, change => (short?)change.Record?.Reason);
        Add(NpgsqlDbType.Text, change => change.Record?.RevokedBy);
        Add(NpgsqlDbType.TimestampTz, change => change.Record?.RevokedAt.ToUniversalTime());
        Add(NpgsqlDbType.TimestampTz, change => change.Record?.EndsAt?.ToUniversalTime());

        // Of many revocations at once most say the same in most columns. To send that once saves the server a quarter of its work.
        void Add<T>(NpgsqlDbType type, Func<RevocationChange, T> column, bool isOfLifts = false, bool isOneForEach = false)
        {
            var isSaidOnce = !lifts && !isOneForEach && AreSame(column);
            T[] values = isOfLifts && !lifts ? [] : [.. (isSaidOnce ? changes.Take(1) : changes).Select(column)];
            parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
        }

        // Before there is an array of them: those of ten thousand are large objects, which only the dearest collections free.
        bool AreSame<T>(Func<RevocationChange, T> column) => changes.All(change => EqualityComparer<T>.Default.Equals(column(change), column(changes[0])));
    }
}
