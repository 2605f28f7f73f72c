using System.Collections.Concurrent;

namespace ScopeAuth.Console.Overview;

/// <summary>What happened in one minute.</summary>
/// <param name="number">Which minute: minutes since the epoch.</param>
internal sealed class HistoryMinute(long number)
{
    /// <summary>More kinds of refusals in one minute than this are counted as others: names are configured, so only a very large installation gets there.</summary>
    private const int MaxKinds = 2048;

    private readonly ConcurrentDictionary<(string Server, string Rejection), Count> _refusals = new();
    private long _succeeded;
    private long _failed;

    public long Number => number;

    public long Succeeded => Volatile.Read(ref _succeeded);

    public long Failed => Volatile.Read(ref _failed);

    public IEnumerable<(string Server, string Rejection, long Count)> Refusals => _refusals.Select(entry => (entry.Key.Server, entry.Key.Rejection, entry.Value.Now));

    public void Succeed(long count) => Interlocked.Add(ref _succeeded, count);

    public void Fail(long count) => Interlocked.Add(ref _failed, count);

    public void Refuse(string server, string rejection, long count)
    {
        if (!_refusals.TryGetValue((server, rejection), out var known))
            known = _refusals.GetOrAdd(_refusals.Count < MaxKinds ? (server, rejection) : ("others", rejection), static _ => new());
        known.Add(count);
    }

    private sealed class Count
    {
        private long _now;

        public long Now => Volatile.Read(ref _now);

        public void Add(long count) => Interlocked.Add(ref _now, count);
    }
}
