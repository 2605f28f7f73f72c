using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using ScopeAuth.PostgreSql.Schema;

namespace ScopeAuth.PostgreSql.Revocation;

/// <summary>Asks the database about what is in force, and drops what has ended.</summary>
internal sealed class RevocationReader([FromKeyedServices(PostgreSqlDatabase.OfRevocations)] PostgreSqlDatabase database, [FromKeyedServices(PostgreSqlDatabase.OfRevocations)] DatabaseSchema schema, IOptions<PostgreSqlRevocationOptions> options)
{
    // Writers wait while some are dropped: not for long.
    private const int DroppedAtOnce = 5000;

    public async ValueTask<byte[]> ReadKeyAsync(CancellationToken cancellationToken) =>
        (byte[])(await ScalarAsync("SELECT key FROM $schema.revocation_state", [], cancellationToken))!;

    public async ValueTask<RevocationRecord?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await schema.EnsureAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(schema.In($"SELECT {RevocationColumns.All} FROM $schema.revocations WHERE id = $1"), connection) { Parameters = { new() { Value = id } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? RevocationColumns.Read(reader, 0) : null;
    }

    public async ValueTask<RevocationPage> QueryAsync(RevocationQuery query, CancellationToken cancellationToken)
    {
        long? before = null;
        if (query.Page is { } page)
            before = long.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException("No such page.");
        await schema.EnsureAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        var conditions = await ConditionsAsync(query, connection, cancellationToken);
        if (before is { } sequence) conditions.Add("sequence < {0}", sequence);
        await using var command = new NpgsqlCommand(schema.In(
            $"SELECT sequence, {RevocationColumns.All} FROM $schema.revocations{conditions.Where} ORDER BY sequence DESC LIMIT {query.PageSize + 1}"), connection);
        command.Parameters.AddRange(conditions.Parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<RevocationRecord>(Math.Min(query.PageSize, 1000));
        var last = 0L;
        while (await reader.ReadAsync(cancellationToken))
        {
            if (items.Count == query.PageSize) return new(items, last.ToString(CultureInfo.InvariantCulture));
            last = reader.GetInt64(0);
            items.Add(RevocationColumns.Read(reader, 1));
        }
        return new(items, null);
    }

    public async ValueTask<long> CountAsync(RevocationQuery query, CancellationToken cancellationToken)
    {
        await schema.EnsureAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        var conditions = await ConditionsAsync(query, connection, cancellationToken);
        await using var command = new NpgsqlCommand(schema.In($"SELECT count(*) FROM $schema.revocations{conditions.Where}"), connection);
        command.Parameters.AddRange(conditions.Parameters);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask<long> PurgeAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken)
    {
        var dropped = 0L;
        while (true)
        {
            var some = (int)(await ScalarAsync(
                "SELECT $schema.purge_revocations($1, clock_timestamp() - $2, $3)",
                [new() { Value = endedBefore.ToUniversalTime() }, new() { Value = options.Value.LiftRetention }, new() { Value = DroppedAtOnce }],
                cancellationToken))!;
            dropped += some;
            if (some < DroppedAtOnce) return dropped;
        }
    }

    private async Task<Conditions> ConditionsAsync(RevocationQuery query, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (query.Value is null) return RevocationConditions.Of(query, []);
        // Who may see one organisation's servers alone, as most may, does not make the database look for IDs at all the others.
        var servers = query.AuthorizationServer is { } server ? [server] : query.Scope?.AuthorizationServers;
        await using var command = new NpgsqlCommand(
            schema.In("SELECT key, CASE WHEN $1 THEN ARRAY(SELECT name FROM $schema.revocation_servers) END FROM $schema.revocation_state"), connection)
        {
            Parameters = { new() { Value = servers is null } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) throw new InvalidDataException($"{schema.Name}.revocation_state is empty.");
        return RevocationConditions.Of(query, query.TokenRevocationIds(reader.GetFieldValue<byte[]>(0), servers ?? reader.GetFieldValue<string[]>(1)));
    }

    private async ValueTask<object?> ScalarAsync(string statement, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await schema.EnsureAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(schema.In(statement), connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
