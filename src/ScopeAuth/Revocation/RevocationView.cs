using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScopeAuth.Hosting;

namespace ScopeAuth.Revocation;

/// <summary>What this node knows of the revocations, and how fresh that is. Requests read it without a lock; changes come one at a time.</summary>
internal sealed class RevocationView(TimeProvider clock)
{
    private readonly Lock _writing = new();
    private readonly RevocationSubscribers _subscribers = new();

    // What subscribers hear of, but only once the epoch says that it counts: a token that was accepted before is looked up anew from then on.
    private readonly List<RevocationEvent> _news = [];

    // Own changes that the store has not yielded yet, by revocation: what it yields of older ones must not undo them.
    private readonly Dictionary<Guid, long> _ahead = [];
    private long _furthestAhead;

    private volatile RevokedSet? _current;
    private RevokedSet? _loading;
    private long _loadedUpTo;
    private long _epoch;
    private long _completeAsOf = long.MinValue;
    private volatile bool _isShared;

    /// <summary>Grows with every change. A token that was checked at this epoch needs no other check.</summary>
    public long Epoch => Volatile.Read(ref _epoch);

    public RevokedSet? Current => _current;

    public RevocationSubscribers Subscribers => _subscribers;

    /// <summary>Whether the set is that of a store in this process.</summary>
    public bool IsShared => _isShared;

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

    /// <summary>Uses the set of a store in this process, which changes it itself.</summary>
    public void Share(RevokedSet set)
    {
        lock (_writing)
        {
            (_current, _isShared) = (set, true);
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
                // And its numbers may be lower than those of the one before.
                (_furthestAhead, _loadedUpTo) = (0, 0);
                _loading = new(key, clock.GetUtcNow());
            }
            if (_loading is null) Apply(_current!, SpanOf(batch.Events));
            else Load(_loading, SpanOf(batch.Events));

            if (_loading is not null && batch.CompleteAsOf is not null) ReplaceCurrent();
            Position = batch.Position;
            if (_furthestAhead <= Position) _ahead.Clear();
            if (batch.Events.Count > 0) Announce();
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
                if (_isShared)
                {
                    _news.Add(change);
                    continue;
                }
                if (change.Sequence <= Position || (_ahead.TryGetValue(change.Id, out var known) && known > change.Sequence)) continue;
                // A list that is being read has it, and what came after it: only what is in force until that is whole may have missed it.
                var isLoaded = _loading is not null && change.Sequence <= _loadedUpTo;
                if (_current is { } current && !(isLoaded && change.IsLift)) Apply(current, change);
                if (isLoaded) continue;
                _ahead[change.Id] = change.Sequence;
                _furthestAhead = Math.Max(_furthestAhead, change.Sequence);
                if (_loading is { } loading) Load(loading, change);
            }
            Announce();
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
        lock (_writing)
            if (!_isShared) _current?.Drop(endedBefore);
    }

    private void ReplaceCurrent()
    {
        _loading!.Settle();
        var isFirst = _current is null;
        (_current, _loading) = (_loading, null);
        Interlocked.Increment(ref _epoch);
        if (!isFirst) _subscribers.Abandon();
    }

    private void Apply(RevokedSet set, ReadOnlySpan<RevocationEvent> changes)
    {
        foreach (ref readonly var change in changes)
            if (!IsAhead(change)) Apply(set, change);
    }

    private bool IsAhead(in RevocationEvent change) => _ahead.Count > 0 && _ahead.TryGetValue(change.Id, out var known) && change.Sequence <= known;

    // Compiled for speed at once: a start would be half over before the runtime came to it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Load(RevokedSet set, ReadOnlySpan<RevocationEvent> changes)
    {
        foreach (ref readonly var change in changes)
        {
            if (change.Sequence > _loadedUpTo) _loadedUpTo = change.Sequence;
            if (!IsAhead(change)) Load(set, change);
        }
    }

    // Millions of them come at a start: none is copied to be looked at.
    private static ReadOnlySpan<RevocationEvent> SpanOf(IReadOnlyList<RevocationEvent> events) => events switch
    {
        List<RevocationEvent> list => CollectionsMarshal.AsSpan(list),
        RevocationEvent[] array => array,
        _ => events.ToArray(),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(RevokedSet set, in RevocationEvent change)
    {
        var id = RevocationId.From(change.Id);
        if (change.IsLift) set.Remove(id);
        else if (id.IsOneToken) set.Load(id, change.EndsAt);
        else set.Add(id, change.EndsAt, change.Record);
    }

    private void Apply(RevokedSet set, in RevocationEvent change)
    {
        var id = RevocationId.From(change.Id);
        var isNew = change.IsLift ? set.Remove(id) : set.Add(id, change.EndsAt, change.Record);
        if (isNew) _news.Add(change);
    }

    private void Announce()
    {
        Interlocked.Increment(ref _epoch);
        foreach (var change in _news) _subscribers.Tell(change);
        _news.Clear();
    }
}
