using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using ScopeAuth.PostgreSql.Schema;

namespace ScopeAuth.PostgreSql.SeenTokens;

/// <summary>The tokens that any node accepted, in PostgreSQL.</summary>
internal sealed class PostgreSqlSeenTokenStore(
    [FromKeyedServices(PostgreSqlDatabase.OfSeenTokens)] PostgreSqlDatabase database, [FromKeyedServices(PostgreSqlDatabase.OfSeenTokens)] DatabaseSchema schema,
    IOptions<PostgreSqlSeenTokenOptions> options) : ISeenTokenStore
{
    /// <summary>Drops some of what had expired before $1, at most $2 tokens.</summary>
    public const string DropEnded = """
        DELETE FROM $schema.seen_tokens AS t USING (
            SELECT id FROM $schema.seen_tokens WHERE accepted_until < $1 ORDER BY accepted_until LIMIT $2 FOR UPDATE SKIP LOCKED) AS old
        WHERE t.id = old.id
        """;

    private const string Upsert = $"""
        INSERT INTO $schema.seen_tokens AS t ({SeenTokenColumns.Facts}, {SeenTokenColumns.Details})
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        ON CONFLICT ON CONSTRAINT seen_tokens_pkey DO UPDATE SET
            first_used = least(t.first_used, excluded.first_used), last_used = greatest(t.last_used, excluded.last_used), uses = t.uses + excluded.uses,
            header = coalesce(t.header, excluded.header), claims = coalesce(t.claims, excluded.claims)
        """;

    public async ValueTask AddAsync(IReadOnlyList<SeenToken> tokens, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        await schema.EnsureAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = Command(Upsert, connection);
        // In one order on all nodes: two that have tokens in common wait for each other, and not both.
        SeenTokenColumns.Fill(command.Parameters, [.. tokens.OrderBy(token => token.Id, StringComparer.Ordinal)]);
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception)
        {
            schema.Doubt(exception);
            throw;
        }
    }

    public async ValueTask<SeenTokenPage> QueryAsync(SeenTokenQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        SeenTokenPlace? after = query.After is not { } text ? null
            : SeenTokenPlace.TryParse(text, out var place) ? place : throw new ArgumentException("No page of tokens ended there.", nameof(query));
        var conditions = SeenTokenConditions.Of(query, after, now);
        // One more is asked for, to know whether there is one.
        var found = await ReadAsync(
            $"SELECT {SeenTokenColumns.Facts} FROM $schema.seen_tokens{conditions.Where} ORDER BY first_used DESC, id DESC LIMIT $1",
            [new NpgsqlParameter<int> { TypedValue = query.Limit + 1 }, .. conditions.Parameters], withDetails: false, cancellationToken);
        if (found.Count <= query.Limit) return new(found, null, null);
        found.RemoveAt(query.Limit);
        return new(found, SeenTokenPlace.Of(found[^1]).ToString(), null);
    }

    public async ValueTask<SeenToken?> FindAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        var found = await ReadAsync(
            $"SELECT {SeenTokenColumns.Facts}, {SeenTokenColumns.Details} FROM $schema.seen_tokens WHERE id = $1",
            [new NpgsqlParameter<byte[]> { TypedValue = Convert.FromHexString(id) }], withDetails: true, cancellationToken);
        return found.SingleOrDefault();
    }

    private async Task<List<SeenToken>> ReadAsync(string statement, NpgsqlParameter[] parameters, bool withDetails, CancellationToken cancellationToken)
    {
        try
        {
            await schema.EnsureAsync(cancellationToken);
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var command = Command(statement, connection);
            command.Parameters.AddRange(parameters);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var found = new List<SeenToken>();
            while (await reader.ReadAsync(cancellationToken)) found.Add(SeenTokenColumns.Read(reader, withDetails));
            return found;
        }
        catch (Exception exception) when (exception is NpgsqlException or SocketException or TimeoutException)
        {
            throw new IOException("The tokens in PostgreSQL cannot be read.", exception);
        }
    }

    private NpgsqlCommand Command(string statement, NpgsqlConnection connection) =>
        new(schema.In(statement), connection) { CommandTimeout = (int)Math.Ceiling(options.Value.Timeout.TotalSeconds) };
}
