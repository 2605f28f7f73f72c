using ScopeAuth.Hosting;

namespace ScopeAuth.Revocation;

/// <summary>What this node knows of the revocations, and how fresh that is. Requests read it without a lock; changes come one at a time.</summary>
internal sealed class RevocationView
{
    private readonly Lock _writing = new();
    private readonly RevocationSubscribers _subscribers = new();

    // Own changes that the store has not yielded yet, by revocation: what it yields of older ones must not undo them.
    private readonly Dictionary<Guid, long> _ahead = [];
    private long _furthestAhead;

    private volatile RevokedSet? _current;
    private RevokedSet? _loading;
    private long _epoch;
    private long _completeAsOf = long.MinValue;

    /// <summary>Grows with every change. A token that was checked at this epoch needs no other check.</summary>
    public long Epoch => Volatile.Read(ref _epoch);

    public RevokedSet? Current => _current;

    public RevocationSubscribers Subscribers => _subscribers;

    /// <summary>How far the store's changes have been followed.</summary>
    public long Position { get; private set; }

    /// <summary>When everything was known last; null before the first time.</summary>
    public DateTimeOffset? CompleteAsOf => Volatile.Read(ref _completeAsOf) is var ticks and not long.MinValue ? new(ticks, TimeSpan.Zero) : null;

    /// <summary>Whether other nodes may have revoked something of which this one should have heard.</summary>
    public bool IsStale(ScopeAuthSettings settings, DateTimeOffset now) => now.UtcTicks - settings.Revocation.MaxStaleness.Ticks > Volatile.Read(ref _completeAsOf);

    /// <summary>Whether tokens may be judged by what is known. Without a whole list none may, whatever the settings: a restart undoes no revocation.</summary>
    public bool MayJudge(ScopeAuthSettings settings, DateTimeOffset now) =>
        !IsStale(settings, now) || (_current is not null && settings.Revocation.WhenStale == StaleRevocations.Continue);

    /// <returns>Null if nothing speaks against the token.</returns>
    public Rejection? Check(AccessToken token, ReadOnlySpan<char> text, ScopeAuthSettings settings, DateTimeOffset now)
    {
        if (!MayJudge(settings, now) || _current is not { } known) return Rejection.RevocationUnavailable;
        return known.Covers(token, text) ? Rejection.Revoked : null;
    }

    /// <summary>Begins with a list that is whole: that of a store without other writers.</summary>
    public void Begin(RevokedSet whole, long position)
    {
        lock (_writing)
        {
            (_current, Position) = (whole, position);
            Volatile.Write(ref _completeAsOf, DateTimeOffset.MaxValue.UtcTicks);
            Interlocked.Increment(ref _epoch);
        }
    }

    public void Apply(SipHash key, RevocationBatch batch)
    {
        lock (_writing)
        {
            if (batch.StartsOver)
            {
                // What is ahead is in the new list, or comes after it.
                _ahead.Clear();
                _loading = new(key);
            }
            var isWhole = _loading is null;
            foreach (var change in batch.Events)
                if (!_ahead.TryGetValue(change.Id, out var known) || change.Sequence > known) Apply(_loading ?? _current!, change, tell: isWhole);

            if (_loading is not null && batch.CompleteAsOf is not null) ReplaceCurrent();
            Position = batch.Position;
            if (_furthestAhead <= Position) _ahead.Clear();
            if (batch.Events.Count > 0) Interlocked.Increment(ref _epoch);
            if (batch.CompleteAsOf is { } asOf) Volatile.Write(ref _completeAsOf, asOf.UtcTicks);
        }
    }

    /// <summary>Applies changes of this node at once; the store will yield them, too.</summary>
    public void ApplyOwn(IReadOnlyList<RevocationEvent> changes)
    {
        lock (_writing)
        {
            foreach (var change in changes)
            {
                if (change.Sequence <= Position || (_ahead.TryGetValue(change.Id, out var known) && known > change.Sequence)) continue;
                _ahead[change.Id] = change.Sequence;
                _furthestAhead = Math.Max(_furthestAhead, change.Sequence);
                if (_loading is { } loading) Apply(loading, change, tell: false);
                if (_current is { } current) Apply(current, change, tell: true);
            }
            Interlocked.Increment(ref _epoch);
        }
    }

    /// <summary>The store can no longer be followed: from now on what is known grows old.</summary>
    public void Interrupt(DateTimeOffset now)
    {
        lock (_writing)
            if (CompleteAsOf > now) Volatile.Write(ref _completeAsOf, now.UtcTicks);
    }

    public void Drop(DateTimeOffset endedBefore)
    {
        lock (_writing) _current?.Drop(endedBefore);
    }

    private void ReplaceCurrent()
    {
        if (_current is not null) _subscribers.Abandon();
        (_current, _loading) = (_loading, null);
        Interlocked.Increment(ref _epoch);
    }

    private void Apply(RevokedSet set, in RevocationEvent change, bool tell)
    {
        var id = RevocationId.From(change.Id);
        var isNew = change.IsLift ? set.Remove(id) : set.Add(id, change.EndsAt, change.Record);
        if (isNew && tell) _subscribers.Tell(change);
    }
}
