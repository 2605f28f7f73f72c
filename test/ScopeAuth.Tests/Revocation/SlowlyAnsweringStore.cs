using ScopeAuth.Revocation;

namespace ScopeAuth.Tests.Revocation;

/// <summary>A store in this process that has kept a change before it says so.</summary>
internal sealed class SlowlyAnsweringStore : IRevocationStore, IEmbeddedRevocationStore
{
    private readonly MemoryRevocationStore _store = new(TimeProvider.System);

    public TaskCompletionSource Kept { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource MayAnswer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RevokedSet Set => _store.Set;

    public async ValueTask<IReadOnlyList<RevocationReceipt>> AppendAsync(IReadOnlyList<RevocationChange> changes, CancellationToken cancellationToken)
    {
        var receipts = await _store.AppendAsync(changes, cancellationToken);
        Kept.TrySetResult();
        await MayAnswer.Task.WaitAsync(cancellationToken);
        return receipts;
    }

    public ValueTask OpenAsync(CancellationToken cancellationToken) => _store.OpenAsync(cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>> ReadKeyAsync(CancellationToken cancellationToken) => _store.ReadKeyAsync(cancellationToken);

    public IAsyncEnumerable<RevocationBatch> FollowAsync(long after, CancellationToken cancellationToken) => _store.FollowAsync(after, cancellationToken);

    public ValueTask<RevocationRecord?> FindAsync(Guid id, CancellationToken cancellationToken) => _store.FindAsync(id, cancellationToken);

    public ValueTask<RevocationPage> QueryAsync(RevocationQuery query, CancellationToken cancellationToken) => _store.QueryAsync(query, cancellationToken);

    public ValueTask<long> CountAsync(RevocationQuery query, CancellationToken cancellationToken) => _store.CountAsync(query, cancellationToken);

    public ValueTask<long> PurgeAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken) => _store.PurgeAsync(endedBefore, cancellationToken);
}
