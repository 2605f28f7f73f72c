namespace ScopeAuth.Keys;

/// <summary>When each ring is loaded next. Servers in trouble wait in a lane of their own: however many hang, the others are served.</summary>
internal sealed class RefreshQueue(TimeProvider clock)
{
    private const int HealthyWidth = 5;
    private const int FailingWidth = 3;     // 8 attempts at once in all

    /// <summary>Spreads the first attempts: 10,000 servers are asked over a minute, eight at once.</summary>
    private static readonly TimeSpan SpreadPerRing = TimeSpan.FromMilliseconds(6);

    private readonly RefreshLane _healthy = new(HealthyWidth, clock);
    private readonly RefreshLane _failing = new(FailingWidth, clock);

    /// <param name="ring">A ring that was never scheduled.</param>
    /// <param name="others">How many rings there are besides.</param>
    public void AddNew(KeyRing ring, int others) =>
        _healthy.Add(ring, others < HealthyWidth ? TimeSpan.Zero : SpreadPerRing * (others * Random.Shared.NextDouble()));

    /// <summary>After an attempt of any origin: a token's attempt moves the next scheduled one, too.</summary>
    public void AddAgain(KeyRing ring, TimeSpan delay)
    {
        Remove(ring);
        if (ring.IsRetired) return;
        (ring.LastAttemptFailed ? _failing : _healthy).Add(ring, delay);
        // Retired in between: whoever came second removes it.
        if (ring.IsRetired) Remove(ring);
    }

    public void Remove(KeyRing ring)
    {
        _healthy.Remove(ring);
        _failing.Remove(ring);
    }

    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_healthy.RunAsync(cancellationToken), _failing.RunAsync(cancellationToken));
}
