namespace ScopeAuth.Tests.Revocation;

/// <summary>A store whose first two calls to keep something end when a test says so, and as it says.</summary>
internal sealed class TwoPartsStore : StoreAroundMemory
{
    private int _calls;

    // Who waits goes on within the call that ends the wait: what it does then is done when the test goes on.
    public TaskCompletionSource First { get; } = new();

    public TaskCompletionSource Second { get; } = new();

    public TaskCompletionSource SecondBegan { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override async ValueTask<IReadOnlyList<RevocationReceipt>> AppendAsync(IReadOnlyList<RevocationChange> changes, CancellationToken cancellationToken)
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
        return await Inner.AppendAsync(changes, cancellationToken);
    }
}
