using System.Runtime.CompilerServices;
using Npgsql;
using ScopeAuth.PostgreSql.Schema;

namespace ScopeAuth.PostgreSql.Revocation;

/// <summary>Every change after a position. One statement, and so one moment: what it does not show was not committed then, and will have a higher number.</summary>
internal sealed class ChangesQuery(
    NpgsqlConnection connection, DatabaseSchema schema, byte[] key, TimeSpan timeout, long after, long overlap, (long Position, Guid? Id) last,
    DateTimeOffset askedAt)
{
    private const int BatchSize = 4096;

    // The first row says how far the list reaches, with its kind whether it has another key, and with its ID which change stands at the position. Of a revoked
    // token a node keeps the ID and the end alone. A lift that the node has heard of is not told again where the same was revoked after it: for a moment it
    // would let in what is refused.
    private const string Changes = """
        SELECT sequence, kind, id, ends_at, reaches, lifts_kept_after, authorization_server, value, issued_before, reason, revoked_by, revoked_at FROM (
            SELECT -1::bigint AS sequence, (key <> $3)::int::smallint AS kind,
                coalesce((SELECT id FROM $schema.revocations WHERE sequence = $2), (SELECT id FROM $schema.lifts WHERE sequence = $2)) AS id,
                NULL::timestamptz AS ends_at, last_sequence AS reaches, lifts_kept_after,
                NULL::text AS authorization_server, NULL::text AS value, NULL::timestamptz AS issued_before, NULL::smallint AS reason,
                NULL::text AS revoked_by, NULL::timestamptz AS revoked_at
            FROM $schema.revocation_state
            UNION ALL SELECT sequence, kind, id, ends_at, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
            FROM $schema.revocations WHERE sequence > $1 AND kind <= 2
            UNION ALL SELECT sequence, kind, id, ends_at, NULL, NULL, authorization_server, value, issued_before, reason, revoked_by, revoked_at
            FROM $schema.revocations WHERE sequence > $1 AND kind > 2
            UNION ALL SELECT sequence, 0, id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
            FROM $schema.lifts AS l WHERE sequence > $1 AND (sequence > $2 OR NOT EXISTS (SELECT FROM $schema.revocations AS r WHERE r.id = l.id))) AS changes
        ORDER BY sequence
        """;

    /// <summary>Why the changes after the position are not all known; null if they are.</summary>
    public string? Gap { get; private set; }

    /// <summary>The change at the position of the last batch, if one stands there; before that, what the caller knew.</summary>
    public (long Position, Guid? Id) Last { get; private set; } = last;

    public async IAsyncEnumerable<RevocationBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(schema.In(Changes), connection)
        {
            CommandTimeout = (int)Math.Ceiling(timeout.TotalSeconds),
            Parameters = { new() { Value = after - overlap }, new() { Value = after }, new() { Value = key } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) throw new InvalidDataException($"{schema.Name}.revocation_state is empty.");
        if (reader.GetInt16(1) != 0) throw new InvalidDataException(WholeList.Replaced);
        var (reaches, liftsKeptAfter, there) = (reader.GetInt64(4), reader.GetInt64(5), IdOf(reader));
        Gap = after > reaches ? $"the database reaches to {reaches}, this node was at {after}"
            : after < liftsKeptAfter ? $"lifts up to {liftsKeptAfter} were dropped, this node was at {after}"
            // A backup was restored, and numbers were given out again: from further back than the overlap, perhaps. Only on a new connection: what stood at the
            // position may also have been lifted, or have a later end, and then the list is read anew for nothing.
            : overlap > 0 && after == Last.Position && there != Last.Id ? $"the change {after} is not the one of which this node knew" : null;
        if (Gap is not null) yield break;

        var events = new List<RevocationEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (events.Count == BatchSize)
            {
                Last = (events[^1].Sequence, events[^1].Id);
                yield return new() { Events = events, Position = events[^1].Sequence };
                events = new(BatchSize);
            }
            events.Add(Read(reader));
        }
        Last = (reaches, reaches == after ? there : events.Count > 0 && events[^1].Sequence == reaches ? events[^1].Id : null);
        yield return new() { Events = events, Position = reaches, CompleteAsOf = askedAt };
    }

    private static Guid? IdOf(NpgsqlDataReader reader) => reader.IsDBNull(2) ? null : reader.GetGuid(2);

    private static RevocationEvent Read(NpgsqlDataReader reader)
    {
        var (sequence, kind, id, endsAt) = (reader.GetInt64(0), (RevocationKind)reader.GetInt16(1), reader.GetGuid(2), RevocationColumns.Time(reader, 3));
        return kind switch
        {
            0 => RevocationEvent.OfLift(sequence, id),
            RevocationKind.Token or RevocationKind.TokenHash => new(sequence, id, IsLift: false, endsAt, Record: null),
            _ => RevocationEvent.OfRevocation(sequence, new()
            {
                Id = id,
                Target = RevocationTarget.Create(kind, RevocationColumns.Text(reader, 6), RevocationColumns.Text(reader, 7)),
                IssuedBefore = RevocationColumns.Time(reader, 8),
                Reason = (RevocationReason)reader.GetInt16(9),
                RevokedBy = reader.GetString(10),
                RevokedAt = reader.GetFieldValue<DateTimeOffset>(11),
                EndsAt = endsAt,
            }),
        };
    }
}
