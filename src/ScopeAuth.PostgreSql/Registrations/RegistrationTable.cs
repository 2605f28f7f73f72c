using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using ScopeAuth.PostgreSql.Schema;

namespace ScopeAuth.PostgreSql.Registrations;

/// <summary>Reads and changes the registrations in the database.</summary>
internal sealed class RegistrationTable(
    [FromKeyedServices(PostgreSqlDatabase.OfRegistrations)] PostgreSqlDatabase database, [FromKeyedServices(PostgreSqlDatabase.OfRegistrations)] DatabaseSchema schema,
    IOptions<PostgreSqlRegistrationOptions> options)
{
    // One statement, and so one moment: the version is that of the rows.
    private const string ChangesAfter = """
        SELECT s.version, r.name, r.version, r.settings, r.changed_by, r.changed_at
        FROM $schema.registration_state AS s LEFT JOIN $schema.registrations AS r ON r.kind = s.kind AND r.version > $2
        WHERE s.kind = $1 ORDER BY r.version
        """;

    public async ValueTask<RegistrationReceipt> WriteAsync(string kind, RegistrationChange change, CancellationToken cancellationToken)
    {
        await schema.EnsureAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = Command("SELECT $schema.change_registration($1, $2, $3, $4, $5, $6)", connection);
        command.Parameters.Add(new() { Value = kind });
        command.Parameters.Add(new() { Value = change.ExpectedVersion });
        command.Parameters.Add(new() { Value = change.Name });
        command.Parameters.Add(new() { Value = (object?)change.Settings ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = change.ChangedBy });
        command.Parameters.Add(new() { Value = change.ChangedAt.ToUniversalTime() });
        var isApplied = (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
        var set = new FollowedSet();
        await ReadAsync(connection, kind, set, cancellationToken);
        return new(isApplied, set.Current);
    }

    /// <summary>Reads what was changed since, into what is known.</summary>
    public async ValueTask ReadAsync(NpgsqlConnection connection, string kind, FollowedSet set, CancellationToken cancellationToken)
    {
        await using var command = Command(ChangesAfter, connection);
        command.Parameters.Add(new() { Value = kind });
        command.Parameters.Add(new() { Value = set.Version });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        long? reaches = null;
        var changes = new List<(string Name, Registration? Entry)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            reaches = reader.GetInt64(0);
            if (reader.IsDBNull(1)) continue;
            var name = reader.GetString(1);
            changes.Add((name, reader.IsDBNull(3) ? null : new()
            {
                Name = name,
                Version = reader.GetInt64(2),
                Settings = reader.GetString(3),
                ChangedBy = reader.GetString(4),
                ChangedAt = reader.GetFieldValue<DateTimeOffset>(5),
            }));
        }
        set.Apply(reaches ?? throw new InvalidDataException($"{schema.Name}.registration_state has no row for {kind}."), changes);
    }

    private NpgsqlCommand Command(string statement, NpgsqlConnection connection) =>
        new(schema.In(statement), connection) { CommandTimeout = (int)Math.Ceiling(options.Value.Timeout.TotalSeconds) };
}
