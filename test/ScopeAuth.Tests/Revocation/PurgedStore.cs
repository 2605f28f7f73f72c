namespace ScopeAuth.Tests.Revocation;

/// <summary>A store that says when it was purged.</summary>
internal sealed class PurgedStore : StoreAroundMemory
{
    public SemaphoreSlim Purged { get; } = new(0);

    public override ValueTask<IReadOnlyList<RevocationReceipt>> AppendAsync(IReadOnlyList<RevocationChange> changes, CancellationToken cancellationToken) =>
        Inner.AppendAsync(changes, cancellationToken);

    public override async ValueTask<long> PurgeAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken)
    {
        var purged = await base.PurgeAsync(endedBefore, cancellationToken);
        Purged.Release();
        return purged;
    }
}
