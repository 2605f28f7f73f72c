namespace ScopeAuth.Benchmarks.Load;

/// <summary>How many requests took how many microseconds.</summary>
internal sealed class LatencyHistogram
{
    private readonly SortedDictionary<int, long> _counts = [];

    public void Add(int microseconds, long count = 1)
    {
        _counts.TryGetValue(microseconds, out var before);
        _counts[microseconds] = before + count;
    }

    /// <returns>Microseconds; 0 where nothing was counted.</returns>
    public int Percentile(double part)
    {
        var left = (long)(part * _counts.Values.Sum());
        foreach (var (microseconds, count) in _counts)
            if ((left -= count) < 0) return microseconds;
        return _counts.Count == 0 ? 0 : _counts.Keys.Last();
    }
}
