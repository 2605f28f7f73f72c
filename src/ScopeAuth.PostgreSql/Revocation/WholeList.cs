using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;
using ScopeAuth.PostgreSql.Schema;

namespace ScopeAuth.PostgreSql.Revocation;

/// <summary>Everything that is in force, as of one moment, in one pass.</summary>
internal sealed class WholeList(NpgsqlConnection connection, DatabaseSchema schema, byte[] key, TimeSpan timeout, TimeProvider clock)
{
    /// <summary>IDs are made with the key: those of another list would be looked up in vain.</summary>
    public const string Replaced = "The database was replaced by another one. It is read anew.";

    private const int BatchesAhead = 16;

    // The clock of this node may be ahead, or be set back: what has ended by it may matter again.
    private static readonly TimeSpan KeptAfterEnd = TimeSpan.FromHours(1);

    public async IAsyncEnumerable<RevocationBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Before the moment of the list: what this node itself has changed by now, and forgets, is in it.
        yield return new() { StartsOver = true, Position = 0 };
        var askedAt = clock.GetUtcNow();
        var endedBefore = askedAt - KeptAfterEnd;
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        long reaches;
        await using (var state = new NpgsqlCommand(schema.In("SELECT last_sequence FROM $schema.revocation_state WHERE key = $1"), connection) { Parameters = { new() { Value = key } } })
            reaches = await state.ExecuteScalarAsync(cancellationToken) as long? ?? throw new InvalidDataException(Replaced);

        // Numbers of changes do not matter here: all of it is in force as of this one.
        yield return new() { Position = 0, Events = await ReadGroupsAsync(reaches, endedBefore, cancellationToken) };
        var tokens = new TokenPages(connection, schema, timeout, reaches).ReadAsync(endedBefore, cancellationToken);
        await foreach (var events in ReadAhead.Of(tokens, BatchesAhead, cancellationToken)) yield return new() { Position = 0, Events = events };
        await transaction.CommitAsync(cancellationToken);
        yield return new() { Position = reaches, CompleteAsOf = askedAt };
    }

    private async Task<List<RevocationEvent>> ReadGroupsAsync(long reaches, DateTimeOffset endedBefore, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            schema.In($"SELECT {RevocationColumns.All} FROM $schema.revocations WHERE kind > 2 AND (ends_at IS NULL OR ends_at > $1)"), connection)
        {
            Parameters = { new() { Value = endedBefore.ToUniversalTime() } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var events = new List<RevocationEvent>();
        while (await reader.ReadAsync(cancellationToken)) events.Add(RevocationEvent.OfRevocation(reaches, RevocationColumns.Read(reader, 0)));
        return events;
    }
}
