namespace ScopeAuth.Testing;

/// <summary>How many requests a test server received, by kind of endpoint.</summary>
/// <remarks>A request counts when it arrives: also while it is held, and also when an outage answers it.</remarks>
public sealed class TestRequests
{
    private readonly Lock _gate = new();
    private readonly int[] _counts = new int[Enum.GetValues<TestEndpoint>().Length];
    private readonly List<(TestEndpoint Endpoint, int Count, TaskCompletionSource Reached)> _waiters = [];

    internal TestRequests()
    {
    }

    /// <summary>Requests for a metadata document.</summary>
    public int Metadata => this[TestEndpoint.Metadata];

    /// <summary>Requests for a key set.</summary>
    public int Keys => this[TestEndpoint.Keys];

    /// <summary>Requests for a token.</summary>
    public int Token => this[TestEndpoint.Token];

    /// <summary>Requests for the state of a token.</summary>
    public int Introspection => this[TestEndpoint.Introspection];

    /// <summary>Requests to revoke a token.</summary>
    public int Revocation => this[TestEndpoint.Revocation];

    /// <summary>Requests to one kind of endpoint since the server was made.</summary>
    /// <param name="endpoint">The kind.</param>
    public int this[TestEndpoint endpoint]
    {
        get
        {
            lock (_gate) return _counts[(int)endpoint];
        }
    }

    /// <summary>Waits until a number of requests has arrived, so that a test can act while they are held.</summary>
    /// <param name="endpoint">The kind of endpoint.</param>
    /// <param name="count">The number, counted since the server was made.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that completes at once if they have arrived already.</returns>
    public Task WaitForAsync(TestEndpoint endpoint, int count, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_counts[(int)endpoint] >= count) return Task.CompletedTask;

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((endpoint, count, reached));
            return reached.Task.WaitAsync(cancellationToken);
        }
    }

    internal void Count(TestEndpoint endpoint)
    {
        lock (_gate)
        {
            var count = ++_counts[(int)endpoint];
            foreach (var waiter in _waiters)
                if (waiter.Endpoint == endpoint && waiter.Count <= count) waiter.Reached.TrySetResult();

            _waiters.RemoveAll(waiter => waiter.Reached.Task.IsCompleted);
        }
    }
}
