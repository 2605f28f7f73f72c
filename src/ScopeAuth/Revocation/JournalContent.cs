using System.Collections.Concurrent;

namespace ScopeAuth.Revocation;

/// <summary>What the journal says, as far as it is held in memory: fingerprints of tokens, whole records of everything else, and what was lifted.</summary>
/// <remarks>One writer at a time, under <see cref="Gate"/>; the set is read without it.</remarks>
internal sealed class JournalContent(SipHash key, DateTimeOffset origin)
{
    // By revocation, the sequence of its last lift: what the journal holds of it with a lower one is dead.
    private readonly ConcurrentDictionary<Guid, long> _lifts = new();
    private readonly Dictionary<Guid, (long Sequence, RevocationRecord Record)> _groups = [];
    private long _endedBefore = long.MinValue;

    public Lock Gate { get; } = new();

    public RevokedSet Set { get; } = new(key, origin);

    public long LastSequence { get; set; }

    /// <summary>The files, the oldest first. The last one is written to.</summary>
    public List<JournalSegment> Segments { get; } = [];

    /// <summary>How far the last file is written and in force. What is behind has not been acknowledged.</summary>
    public long End { get; set; }

    /// <summary>Entries in the files, dead or alive.</summary>
    public long Entries { get; set; }

    public IEnumerable<KeyValuePair<Guid, long>> Lifts => _lifts;

    public IEnumerable<(long Sequence, RevocationRecord Record)> Groups => _groups.Values;

    /// <summary>The files as they are now.</summary>
    public List<JournalSegment> Files()
    {
        lock (Gate) return [.. Segments];
    }

    /// <summary>Where the file that is written to ends; null for one at rest, which ends where it ends.</summary>
    public long? EndOf(JournalSegment segment)
    {
        lock (Gate) return segment == Segments[^1] ? End : null;
    }

    public bool Has(JournalSegment segment)
    {
        lock (Gate) return Segments.Contains(segment);
    }

    /// <summary>Whether it is in force; null where that is for the files to say: memory knows the end of a token to the hour.</summary>
    public bool? Holds(Guid id)
    {
        if (RevocationId.From(id) is not { IsOneToken: true } token) return _groups.ContainsKey(id);
        if (Set.Tokens.LatestEndOf(token) is not { } end) return false;
        return HasEnded(end.AddHours(-1)) ? null : true;
    }

    public RevocationRecord? FindGroup(Guid id)
    {
        lock (Gate) return _groups.TryGetValue(id, out var found) && !HasEnded(found.Record.EndsAt) ? found.Record : null;
    }

    /// <summary>Whether what the entry says is still in force.</summary>
    public bool IsAlive(in JournalEntry entry) =>
        !entry.IsLift && !HasEnded(entry.EndsAt) && !(!_lifts.IsEmpty && _lifts.TryGetValue(entry.Id, out var lifted) && lifted > entry.Sequence);

    /// <summary>Takes an entry while the journal is read; the set is as it says after <see cref="RevokedSet.Settle"/>.</summary>
    public void Apply(in JournalEntry entry)
    {
        Entries++;
        LastSequence = Math.Max(LastSequence, entry.Sequence);
        if (entry.IsLift) Lift(entry.Sequence, entry.Id);
        else if (HasEnded(entry.EndsAt)) return;
        else if (entry.Kind is RevocationKind.Token or RevocationKind.TokenHash) Set.Load(RevocationId.From(entry.Id), entry.EndsAt);
        else Add(entry.Sequence, entry.ToRecord());
    }

    public void Add(long sequence, RevocationRecord record)
    {
        Set.Add(RevocationId.From(record.Id), record.EndsAt, record);
        if (!record.Target.IsOneToken) _groups[record.Id] = (sequence, record);
    }

    public void Lift(long sequence, Guid id)
    {
        Set.Remove(RevocationId.From(id));
        _groups.Remove(id);
        _lifts[id] = sequence;
    }

    /// <summary>What stands under the ID is dead from now on, but not without an instant in which another stands there: the one that is added next.</summary>
    public void Supersede(long sequence, Guid id) => _lifts[id] = sequence;

    /// <summary>Whether what was read of the ID is no longer what stands there.</summary>
    public bool IsSuperseded(Guid id, long sequence) => _lifts.TryGetValue(id, out var lifted) && lifted > sequence;

    /// <summary>What is in force under the ID of a revocation of many tokens. For the writer.</summary>
    public (long Sequence, RevocationRecord Record)? GroupOf(Guid id) => _groups.TryGetValue(id, out var found) ? found : null;

    /// <summary>What ended before is dead from now on.</summary>
    public void Drop(DateTimeOffset endedBefore)
    {
        lock (Gate)
        {
            Volatile.Write(ref _endedBefore, endedBefore.UtcTicks);
            Set.Drop(endedBefore);
            foreach (var (id, _) in _groups.Where(group => group.Value.Record.EndsAt < endedBefore).ToList()) _groups.Remove(id);
        }
    }

    /// <summary>The files hold nothing any more that was lifted up to the sequence.</summary>
    public void ForgetLifts(long upTo)
    {
        foreach (var lift in _lifts)
            if (lift.Value <= upTo) _lifts.TryRemove(lift);
    }

    private bool HasEnded(DateTimeOffset? endsAt) => endsAt is { } end && end.UtcTicks < Volatile.Read(ref _endedBefore);
}
