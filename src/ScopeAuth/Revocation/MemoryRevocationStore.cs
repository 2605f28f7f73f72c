using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Threading.Channels;

namespace ScopeAuth.Revocation;

/// <summary>Revocations that live as long as the process: for tests, and where no <see cref="ScopeAuthOptions.DataPath"/> is configured.</summary>
internal sealed class MemoryRevocationStore : IRevocationStore, IEmbeddedRevocationStore
{
    private const int BatchSize = 4096;

    private readonly byte[] _key;
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, long> _sequences = [];
    private readonly SortedDictionary<long, RevocationRecord> _records = new(Comparer<long>.Create((left, right) => right.CompareTo(left)));
    private readonly List<Channel<RevocationBatch>> _followers = [];
    private long _last;

    public MemoryRevocationStore(TimeProvider clock)
    {
        _key = RandomNumberGenerator.GetBytes(SipHash.KeyLength);
        Set = new(SipHash.Create(_key), clock.GetUtcNow());
    }

    public RevokedSet Set { get; }

    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<ReadOnlyMemory<byte>> ReadKeyAsync(CancellationToken cancellationToken) => new(_key);

    public async IAsyncEnumerable<RevocationBatch> FollowAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<RevocationBatch>(new() { SingleReader = true });
        KeyValuePair<long, RevocationRecord>[] known;
        long position;
        lock (_gate)
        {
            _followers.Add(channel);
            (known, position) = ([.. _records], _last);
        }
        try
        {
            // It keeps no lifts, so every reader begins anew.
            yield return new() { Position = 0, StartsOver = true };
            foreach (var part in known.Chunk(BatchSize))
                yield return new() { Position = 0, Events = [.. part.Select(entry => RevocationEvent.OfRevocation(entry.Key, entry.Value))] };
            yield return new() { Position = position, CompleteAsOf = DateTimeOffset.MaxValue };
            await foreach (var batch in channel.Reader.ReadAllAsync(cancellationToken)) yield return batch;
        }
        finally
        {
            lock (_gate) _followers.Remove(channel);
        }
    }

    public ValueTask<IReadOnlyList<RevocationReceipt>> AppendAsync(IReadOnlyList<RevocationChange> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var receipts = new List<RevocationReceipt>(changes.Count);
        var events = new List<RevocationEvent>(changes.Count);
        lock (_gate)
        {
            foreach (var change in changes) receipts.Add(change.IsLift ? Lift(change, events) : Revoke(change.Record!, events));
            var batch = new RevocationBatch { Events = events, Position = _last, CompleteAsOf = DateTimeOffset.MaxValue };
            foreach (var follower in _followers) follower.Writer.TryWrite(batch);
        }
        return new(receipts);
    }

    public ValueTask<RevocationRecord?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_gate) return new(_sequences.TryGetValue(id, out var sequence) ? _records[sequence] : null);
    }

    public ValueTask<RevocationPage> QueryAsync(RevocationQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var before = long.MaxValue;
        if (query.Page is { } page && !long.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out before)) throw new FormatException("No such page.");
        KeyValuePair<long, RevocationRecord>[] found;
        lock (_gate) found = [.. _records.Where(entry => entry.Key < before && query.Matches(entry.Value)).Take(query.PageSize + 1)];
        var items = found.Take(query.PageSize).ToList();
        var next = found.Length > query.PageSize ? items[^1].Key.ToString(CultureInfo.InvariantCulture) : null;
        return new(new RevocationPage([.. items.Select(entry => entry.Value)], next));
    }

    public ValueTask<long> CountAsync(RevocationQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (_gate) return new(_records.Values.LongCount(query.Matches));
    }

    public ValueTask<long> PurgeAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Set.Drop(endedBefore);
            var ended = _records.Where(entry => entry.Value.EndsAt < endedBefore).ToList();
            foreach (var (sequence, record) in ended)
            {
                _records.Remove(sequence);
                _sequences.Remove(record.Id);
                Set.Remove(RevocationId.From(record.Id));
            }
            return new(ended.Count);
        }
    }

    private RevocationReceipt Revoke(RevocationRecord record, List<RevocationEvent> events)
    {
        if (_sequences.TryGetValue(record.Id, out var earlier))
        {
            if (_records[earlier].Prolong(record) is not { } prolonged) return new(earlier, IsApplied: false, _records[earlier]);
            _records.Remove(earlier);
            record = prolonged;
        }
        _sequences[record.Id] = ++_last;
        _records[_last] = record;
        Set.Add(RevocationId.From(record.Id), record.EndsAt, record);
        events.Add(RevocationEvent.OfRevocation(_last, record));
        return new(_last, IsApplied: true, record);
    }

    private RevocationReceipt Lift(RevocationChange change, List<RevocationEvent> events)
    {
        if (!_sequences.TryGetValue(change.Id, out var sequence)) return new(0, IsApplied: false, null);
        if (change.Record is { } replacement) Revoke(replacement, events);
        _sequences.Remove(change.Id);
        _records.Remove(sequence, out var lifted);
        Set.Remove(RevocationId.From(change.Id));
        events.Add(RevocationEvent.OfLift(++_last, change.Id, lifted));
        return new(_last, IsApplied: true, lifted);
    }
}
