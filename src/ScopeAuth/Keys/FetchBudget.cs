namespace ScopeAuth.Keys;

/// <summary>How many fetches the tokens of clients may cause: a bucket that refills steadily. The scheduled refresh does not draw from it.</summary>
internal sealed class FetchBudget(int capacity, TimeSpan period, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private double _left = capacity;
    private long _filledAt = clock.GetTimestamp();

    public bool TryTake()
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            _left = Math.Min(capacity, _left + (clock.GetElapsedTime(_filledAt, now) / period * capacity));
            _filledAt = now;
            if (_left < 1) return false;
            _left--;
            return true;
        }
    }

    /// <summary>For a fetch that was not started after all.</summary>
    public void GiveBack()
    {
        lock (_gate) _left = Math.Min(capacity, _left + 1);
    }
}
