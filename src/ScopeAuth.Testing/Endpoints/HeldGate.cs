namespace ScopeAuth.Testing.Endpoints;

/// <summary>A gate before every endpoint, closed until the test opens it by disposing.</summary>
internal sealed class HeldGate(TestFaults faults) : IDisposable
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Opened => _opened.Task;

    public void Dispose()
    {
        faults.Remove(this);
        _opened.TrySetResult();
    }
}
