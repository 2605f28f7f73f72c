using Npgsql;
using NpgsqlTypes;

namespace ScopeAuth.PostgreSql.Revocation;

/// <summary>Sends changes to the database, in one call that is one transaction.</summary>
internal sealed class RevocationWriter(RevocationDatabase database, RevocationSchema schema)
{
    private const string Append = $"""
        SELECT place, assigned, is_applied, (earlier).id IS NOT NULL,
            (earlier).id, (earlier).kind, (earlier).authorization_server, (earlier).value, (earlier).issued_before, (earlier).reason,
            (earlier).revoked_by, (earlier).revoked_at, (earlier).ends_at
        FROM $schema.append_changes($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """;

    public async ValueTask<IReadOnlyList<RevocationReceipt>> AppendAsync(IReadOnlyList<RevocationChange> changes, CancellationToken cancellationToken)
    {
        await schema.EnsureAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = CommandFor(connection, changes);
        var receipts = new RevocationReceipt[changes.Count];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (change, isApplied) = (changes[reader.GetInt32(0) - 1], reader.GetBoolean(2));
            var earlier = reader.GetBoolean(3) ? RevocationColumns.Read(reader, 4) : null;
            receipts[reader.GetInt32(0) - 1] = new(reader.GetInt64(1), isApplied, earlier ?? (change.IsLift ? null : change.Record));
        }
        return receipts;
    }

    public NpgsqlCommand CommandFor(NpgsqlConnection connection, IReadOnlyList<RevocationChange> changes)
    {
        var command = new NpgsqlCommand(schema.In(Append), connection);
        Fill(command.Parameters, changes);
        return command;
    }

    private static void Fill(NpgsqlParameterCollection parameters, IReadOnlyList<RevocationChange> changes)
    {
        Add<Guid?>(NpgsqlDbType.Uuid, change => change.IsLift ? change.Id : null);
        Add(NpgsqlDbType.Uuid, change => change.Record?.Id);
        Add(NpgsqlDbType.Smallint, change => (short?)change.Record?.Target.Kind);
        Add(NpgsqlDbType.Text, change => change.Record?.Target.AuthorizationServer);
        Add(NpgsqlDbType.Text, change => change.Record?.Target.Value);
        Add(NpgsqlDbType.TimestampTz, change => change.Record?.IssuedBefore?.ToUniversalTime());
        Add(NpgsqlDbType.Smallint, change => (short?)change.Record?.Reason);
        Add(NpgsqlDbType.Text, change => change.Record?.RevokedBy);
        Add(NpgsqlDbType.TimestampTz, change => change.Record?.RevokedAt.ToUniversalTime());
        Add(NpgsqlDbType.TimestampTz, change => change.Record?.EndsAt?.ToUniversalTime());

        void Add<T>(NpgsqlDbType type, Func<RevocationChange, T> column) =>
            parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. changes.Select(column)], NpgsqlDbType = NpgsqlDbType.Array | type });
    }
}
