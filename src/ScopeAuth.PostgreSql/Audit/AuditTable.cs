using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using ScopeAuth.PostgreSql.Schema;

namespace ScopeAuth.PostgreSql.Audit;

/// <summary>Adds records, and reads them.</summary>
internal sealed class AuditTable(
    [FromKeyedServices(PostgreSqlDatabase.OfAudit)] PostgreSqlDatabase database, [FromKeyedServices(PostgreSqlDatabase.OfAudit)] DatabaseSchema schema,
    IOptions<PostgreSqlAuditOptions> options)
{
    /// <summary>Drops some of what is older than $1, at most $2 records.</summary>
    public const string DropOldest = """
        DELETE FROM $schema.audit_records AS r USING (
            SELECT recorded_at, id FROM $schema.audit_records WHERE recorded_at < $1 ORDER BY recorded_at LIMIT $2 FOR UPDATE SKIP LOCKED) AS old
        WHERE r.recorded_at = old.recorded_at AND r.id = old.id
        """;

    private const string Add = $"""
        INSERT INTO $schema.audit_records (recorded_at, id, {AuditColumns.Facts})
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        ON CONFLICT ON CONSTRAINT audit_records_pkey DO NOTHING
        """;

    // For the transaction alone, which the two statements share. What is acknowledged is on disk, whatever the database is set to.
    private const string Durable = "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'";
    private const string Quick = "SELECT set_config('synchronous_commit', 'off', true)";

    private int Seconds => (int)Math.Ceiling(options.Value.Timeout.TotalSeconds);

    /// <summary>The newest records that meet conditions, as many as $1 says.</summary>
    public static string Newest(Conditions conditions) =>
        $"SELECT recorded_at, id, {AuditColumns.Facts} FROM $schema.audit_records{conditions.Where} ORDER BY recorded_at DESC, id DESC LIMIT $1";

    /// <param name="records">The records.</param>
    /// <param name="isDurable">Whether they have to be on disk when this ends.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task AddAsync(IReadOnlyList<WaitingRecord> records, bool isDurable, CancellationToken cancellationToken)
    {
        await schema.EnsureAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection) { Timeout = Seconds };
        batch.BatchCommands.Add(new(isDurable ? Durable : Quick));
        var add = new NpgsqlBatchCommand(schema.In(Add));
        AuditColumns.Fill(add.Parameters, records);
        batch.BatchCommands.Add(add);
        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception)
        {
            schema.Doubt(exception);
            throw;
        }
    }

    /// <summary>Reads records, the newest first.</summary>
    public async Task<List<(AuditRecord Record, AuditPlace Place)>> ReadAsync(Conditions conditions, int limit, CancellationToken cancellationToken)
    {
        await schema.EnsureAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(schema.In(Newest(conditions)), connection)
        {
            CommandTimeout = Seconds,
            Parameters = { new() { Value = limit } },
        };
        command.Parameters.AddRange(conditions.Parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<(AuditRecord, AuditPlace)>();
        while (await reader.ReadAsync(cancellationToken)) found.Add((AuditColumns.Read(reader), AuditPlace.Of(reader)));
        return found;
    }
}
