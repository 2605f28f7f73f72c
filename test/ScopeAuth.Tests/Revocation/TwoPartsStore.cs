using ScopeAuth.Revocation;

namespace ScopeAuth.Tests.Revocation;

/// <summary>A store whose first two calls to keep something end when a test says so, and as it says.</summary>
internal sealed class TwoPartsStore : IRevocationStore
{
    private readonly MemoryRevocationStore _store = new(TimeProvider.System);
    private int _calls;

    // Who waits goes on within the call that ends the wait: what it does then is done when the test goes on.
    public TaskCompletionSource First { get; } = new();

    public TaskCompletionSource Second { get; } = new();

    public TaskCompletionSource SecondBegan { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask<IReadOnlyList<RevocationReceipt>> AppendAsync(IReadOnlyList<RevocationChange> changes, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _calls) == 1)
        {
            await First.Task;
        }
        else
        {
            SecondBegan.TrySetResult();
            await Second.Task;
        }
        return await _store.AppendAsync(changes, cancellationToken);
    }

    public ValueTask OpenAsync(CancellationToken cancellationToken) => _store.OpenAsync(cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>> ReadKeyAsync(CancellationToken cancellationToken) => _store.ReadKeyAsync(cancellationToken);

    public IAsyncEnumerable<RevocationBatch> FollowAsync(long after, CancellationToken cancellationToken) => _store.FollowAsync(after, cancellationToken);

    public ValueTask<RevocationRecord?> FindAsync(Guid id, CancellationToken cancellationToken) => _store.FindAsync(id, cancellationToken);

    public ValueTask<RevocationPage> QueryAsync(RevocationQuery query, CancellationToken cancellationToken) => _store.QueryAsync(query, cancellationToken);

    public ValueTask<long> CountAsync(RevocationQuery query, CancellationToken cancellationToken) => _store.CountAsync(query, cancellationToken);

    public ValueTask<long> PurgeAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken) => _store.PurgeAsync(endedBefore, cancellationToken);
}
