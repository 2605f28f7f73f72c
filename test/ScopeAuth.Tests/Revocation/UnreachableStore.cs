namespace ScopeAuth.Tests.Revocation;

/// <summary>A store behind a network that is not there.</summary>
internal sealed class UnreachableStore : IRevocationStore
{
    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<ReadOnlyMemory<byte>> ReadKeyAsync(CancellationToken cancellationToken) => throw Gone;

    public IAsyncEnumerable<RevocationBatch> FollowAsync(long after, CancellationToken cancellationToken) => throw Gone;

    public ValueTask<IReadOnlyList<RevocationReceipt>> AppendAsync(IReadOnlyList<RevocationChange> changes, CancellationToken cancellationToken) => throw Gone;

    public ValueTask<RevocationRecord?> FindAsync(Guid id, CancellationToken cancellationToken) => throw Gone;

    public ValueTask<RevocationPage> QueryAsync(RevocationQuery query, CancellationToken cancellationToken) => throw Gone;

    public ValueTask<long> CountAsync(RevocationQuery query, CancellationToken cancellationToken) => throw Gone;

    public ValueTask<long> PurgeAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken) => throw Gone;

    private static TimeoutException Gone => new("no answer");
}
