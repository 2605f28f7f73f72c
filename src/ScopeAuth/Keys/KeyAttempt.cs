using ScopeAuth.Network;

namespace ScopeAuth.Keys;

/// <summary>One attempt at a source, which always ends, and in time.</summary>
internal static class KeyAttempt
{
    /// <summary>The last resort: then an attempt is given up, even if its source listens to nothing, as on a dead network drive.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static async Task<KeyLoad> RunAsync(IKeySource source, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // The wait ends even if the source does not; what it brings later is looked at by nobody, so nothing old replaces anything new.
            return await source.LoadAsync(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            return KeyLoad.Failed(new(NetworkFailureKind.Timeout, $"given up after {Longest.TotalSeconds} s"));
        }
        catch (Exception exception)
        {
            // Handlers of the application take part in the exchange and may throw anything; the schedule has to go on.
            return KeyLoad.Failed(new(KeyFailureKind.Unexpected, $"a fault of type {exception.GetType().Name}"));
        }
    }
}
