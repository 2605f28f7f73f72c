using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.PostgreSql.Schema;

namespace ScopeAuth.PostgreSql.Revocation;

/// <summary>Keeps changes. Two calls to the database are under way at a time, one that is sent while the other is kept; whoever comes meanwhile shares the next one, and its commit.</summary>
internal sealed class RevocationWriter(
    [FromKeyedServices(PostgreSqlDatabase.OfRevocations)] PostgreSqlDatabase database,
    [FromKeyedServices(PostgreSqlDatabase.OfRevocations)] DatabaseSchema schema)
{
    private const int LargestCall = 10_000;
    private const int CallsAtOnce = 2;

    private readonly Lock _gate = new();
    private readonly Queue<Request> _waiting = [];
    private int _writing;

    public async ValueTask<IReadOnlyList<RevocationReceipt>> AppendAsync(byte[] key, IReadOnlyList<RevocationChange> changes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new Request(key, changes);
        lock (_gate)
        {
            _waiting.Enqueue(request);
            if (_writing < CallsAtOnce)
            {
                _writing++;
                _ = Task.Run(WriteAsync, CancellationToken.None);
            }
        }
        return await request.Kept.Task.WaitAsync(cancellationToken);
    }

    // What several wait for does not end because one of them gives up; the connection's command timeout ends it.
    private async Task WriteAsync()
    {
        while (TakeTogether() is { Count: > 0 } requests)
        {
            try
            {
                var receipts = await SendAsync(requests[0].Key, [.. requests.SelectMany(request => request.Changes)], CancellationToken.None);
                var first = 0;
                foreach (var request in requests)
                {
                    request.Kept.SetResult(new ArraySegment<RevocationReceipt>(receipts, first, request.Changes.Count));
                    first += request.Changes.Count;
                }
            }
            catch (Exception exception)
            {
                // Each caller learns of it as of a failure of its own call.
                foreach (var request in requests) request.Kept.TrySetException(exception);
            }
        }
    }

    private List<Request> TakeTogether()
    {
        lock (_gate)
        {
            var (requests, count) = (new List<Request>(), 0);
            while (_waiting.TryPeek(out var next) && (requests.Count == 0 || (next.Key == requests[0].Key && count + next.Changes.Count <= LargestCall)))
            {
                requests.Add(_waiting.Dequeue());
                count += next.Changes.Count;
            }
            if (requests.Count == 0) _writing--;
            return requests;
        }
    }

    private async Task<RevocationReceipt[]> SendAsync(byte[] key, RevocationChange[] changes, CancellationToken cancellationToken)
    {
        await schema.EnsureAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = AppendCommand.Create(connection, schema, key, changes);
        return await AppendCommand.ExecuteAsync(command, changes, cancellationToken);
    }

    private sealed record Request(byte[] Key, IReadOnlyList<RevocationChange> Changes)
    {
        public TaskCompletionSource<IReadOnlyList<RevocationReceipt>> Kept { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
