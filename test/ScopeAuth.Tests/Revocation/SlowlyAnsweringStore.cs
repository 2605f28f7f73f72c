using ScopeAuth.Revocation;

namespace ScopeAuth.Tests.Revocation;

/// <summary>A store in this process that has kept a change before it says so.</summary>
internal sealed class SlowlyAnsweringStore : StoreAroundMemory, IEmbeddedRevocationStore
{
    public TaskCompletionSource Kept { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource MayAnswer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RevokedSet Set => Inner.Set;

    public override async ValueTask<IReadOnlyList<RevocationReceipt>> AppendAsync(IReadOnlyList<RevocationChange> changes, CancellationToken cancellationToken)
    {
        var receipts = await Inner.AppendAsync(changes, cancellationToken);
        Kept.TrySetResult();
        await MayAnswer.Task.WaitAsync(cancellationToken);
        return receipts;
    }
}
