using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Npgsql;
using ScopeAuth.PostgreSql.Diagnostics;

namespace ScopeAuth.PostgreSql.Schema;

/// <summary>Makes the schema, and brings an older one up to date: once, by whichever node comes first, while the others wait.</summary>
internal sealed class DatabaseSchema(PostgreSqlDatabase database, string name, ILogger<DatabaseSchema> logger) : IDisposable
{
    // Any number does that no other user of the database takes: "scopeaut" in ASCII.
    private const long MigrationLock = 0x73636f7065617574;

    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile bool _isReady;

    public string Name { get; } = name;

    public SchemaScripts Scripts { get; init; } = new();

    /// <summary>The name is checked to be a plain one: it can stand in a statement.</summary>
    public string In(string statement) => statement.Replace("$schema", Name, StringComparison.Ordinal);

    public ValueTask EnsureAsync(CancellationToken cancellationToken) => _isReady ? ValueTask.CompletedTask : VerifyAsync(cancellationToken);

    /// <summary>Looks again: the database may be another one than before.</summary>
    public async ValueTask VerifyAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            // First without a lock and without any right to change the schema: an operator may have made it.
            if (await ReadVersionAsync(connection, cancellationToken) < Scripts.Latest) await MigrateAsync(connection, cancellationToken);
            _isReady = true;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>A statement failed. If a table is not there, the database may be another one than before: whoever comes next looks again.</summary>
    public void Doubt(PostgresException exception)
    {
        if (exception.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName) _isReady = false;
    }

    public void Dispose() => _one.Dispose();

    private async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, "SELECT pg_advisory_xact_lock($1)", cancellationToken, MigrationLock);
        var version = await ReadVersionAsync(connection, cancellationToken);
        if (version >= Scripts.Latest) return;
        if (version == 0)
        {
            await ExecuteAsync(connection, "CREATE SCHEMA IF NOT EXISTS $schema", cancellationToken);
            await ExecuteAsync(connection, "CREATE TABLE $schema.revocation_schema (version int NOT NULL, compatible_from int NOT NULL)", cancellationToken);
            await ExecuteAsync(connection, "INSERT INTO $schema.revocation_schema VALUES (0, 0)", cancellationToken);
        }
        foreach (var script in Scripts.After(version)) await ExecuteAsync(connection, script, cancellationToken);
        if (version == 0) await ExecuteAsync(connection, "INSERT INTO $schema.revocation_state (key) VALUES ($1)", cancellationToken, RandomNumberGenerator.GetBytes(16));
        await ExecuteAsync(connection, "UPDATE $schema.revocation_schema SET version = $1, compatible_from = $2", cancellationToken, Scripts.Latest, SchemaScripts.CompatibleFrom);
        await transaction.CommitAsync(cancellationToken);
        Log.SchemaMigrated(logger, Name, version, Scripts.Latest);
    }

    private async Task<int> ReadVersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Not to_regclass, which may answer from what the connection remembers of before it waited for the lock.
        await using var exists = new NpgsqlCommand(
            In("SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = '$schema' AND c.relname = 'revocation_schema')"), connection);
        if (!(bool)(await exists.ExecuteScalarAsync(cancellationToken))!) return 0;

        await using var command = new NpgsqlCommand(In("SELECT version, compatible_from FROM $schema.revocation_schema"), connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (version, compatibleFrom) = (reader.GetInt32(0), reader.GetInt32(1));
        if (compatibleFrom > Scripts.Latest)
            throw new InvalidOperationException($"The schema {Name} has version {version}, made by a newer ScopeAuth.PostgreSql. This one knows {Scripts.Latest}: update it.");
        return version;
    }

    private async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = new NpgsqlCommand(In(statement), connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
