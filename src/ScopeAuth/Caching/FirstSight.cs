namespace ScopeAuth.Caching;

/// <summary>One token on its way to its first verdict. Hash and length stand for it: who waits for another by mistake has lost a moment, and judges then.</summary>
internal sealed class FirstSight(FirstSights all, int hash, int length) : IDisposable
{
    private static readonly TaskCompletionSource s_ended = new();

    private TaskCompletionSource? _waiters;

    public int Hash { get; } = hash;

    private int Length { get; } = length;

    public bool IsLike(FirstSight other) => Hash == other.Hash && Length == other.Length;

    public Task WaitAsync()
    {
        // Made only where somebody waits; nobody goes on within the request that ends the wait.
        var own = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiters = Interlocked.CompareExchange(ref _waiters, own, null) ?? own;
        return waiters == s_ended ? Task.CompletedTask : waiters.Task;
    }

    public void Dispose()
    {
        all.Leave(this);
        Interlocked.Exchange(ref _waiters, s_ended)?.SetResult();
    }
}
