using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Revocation;

/// <summary>What a node makes of the batches of a store, in the plainest way.</summary>
internal sealed class FollowingNode : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Lock _gate = new();
    private readonly HashSet<Guid> _inForce = [];
    private readonly Task _following;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _position;

    public FollowingNode(IRevocationStore store, FollowingNode? before = null)
    {
        if (before is not null) (_inForce, _position) = ([.. before.InForce], before._position);
        _following = Task.Run(() => FollowAsync(store));
    }

    /// <summary>Whether the list has been complete.</summary>
    public bool IsWhole { get; private set; }

    public HashSet<Guid> InForce
    {
        get { lock (_gate) return [.. _inForce]; }
    }

    public Dictionary<Guid, RevocationRecord> Records { get; } = [];

    /// <summary>The end that it was told of last.</summary>
    public ConcurrentDictionary<Guid, DateTimeOffset?> Ends { get; } = [];

    public async Task UntilAsync(Func<bool> holds, [CallerArgumentExpression(nameof(holds))] string what = "")
    {
        using var limit = new CancellationTokenSource(Eventually.LongestWait);
        while (true)
        {
            Task changed;
            lock (_gate) changed = _changed.Task;
            if (holds()) return;
            try
            {
                if (await Task.WhenAny(changed, _following).WaitAsync(limit.Token) == _following) await _following;
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                throw Eventually.InVain(what, $"{InForce.Count} in force");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task FollowAsync(IRevocationStore store)
    {
        await foreach (var batch in store.FollowAsync(_position, _stop.Token))
        {
            lock (_gate)
            {
                if (batch.StartsOver) _inForce.Clear();
                foreach (var change in batch.Events)
                {
                    if (change.IsLift) _inForce.Remove(change.Id);
                    else _inForce.Add(change.Id);
                    if (!change.IsLift) Ends[change.Id] = change.EndsAt;
                    if (change.Record is { } record) Records[change.Id] = record;
                }
                _position = batch.Position;
                IsWhole |= batch.CompleteAsOf is not null;
                _changed.SetResult();
                _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
