using ScopeAuth.Revocation;

namespace ScopeAuth.Tests.Revocation;

/// <summary>A store in memory that keeps changes when and as a test says; all else is as it is there.</summary>
internal abstract class StoreAroundMemory : IRevocationStore
{
    protected MemoryRevocationStore Inner { get; } = new(TimeProvider.System);

    public abstract ValueTask<IReadOnlyList<RevocationReceipt>> AppendAsync(IReadOnlyList<RevocationChange> changes, CancellationToken cancellationToken);

    public ValueTask OpenAsync(CancellationToken cancellationToken) => Inner.OpenAsync(cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>> ReadKeyAsync(CancellationToken cancellationToken) => Inner.ReadKeyAsync(cancellationToken);

    public IAsyncEnumerable<RevocationBatch> FollowAsync(long after, CancellationToken cancellationToken) => Inner.FollowAsync(after, cancellationToken);

    public ValueTask<RevocationRecord?> FindAsync(Guid id, CancellationToken cancellationToken) => Inner.FindAsync(id, cancellationToken);

    public ValueTask<RevocationPage> QueryAsync(RevocationQuery query, CancellationToken cancellationToken) => Inner.QueryAsync(query, cancellationToken);

    public ValueTask<long> CountAsync(RevocationQuery query, CancellationToken cancellationToken) => Inner.CountAsync(query, cancellationToken);

    public virtual ValueTask<long> PurgeAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken) => Inner.PurgeAsync(endedBefore, cancellationToken);
}
