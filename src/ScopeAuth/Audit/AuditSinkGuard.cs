using Microsoft.Extensions.Logging;
using ScopeAuth.Diagnostics;

namespace ScopeAuth.Audit;

/// <summary>One sink that can fail: bounds its time, counts its failures, and says a change of its state once.</summary>
internal sealed class AuditSinkGuard(IAuditSink sink, TimeProvider clock, AuditMetrics metrics, ILogger logger)
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    // A sink that ignores its cancellation token leaves a call behind for each record. Beyond these it is not called.
    private const int MaxOverdue = 64;

    private int _overdue;
    private int _failed;
    private long _missed;

    public string Name { get; } = sink.GetType().Name;

    public bool IsFailed => Volatile.Read(ref _failed) != 0;

    public async ValueTask<bool> TryWriteAsync(AuditRecord record)
    {
        if (Volatile.Read(ref _overdue) >= MaxOverdue) return Fail(new TimeoutException($"{Name} has {MaxOverdue} overdue calls."));

        try
        {
            await WriteInTimeAsync(record);
        }
        catch (Exception exception)
        {
            return Fail(exception);
        }

        if (IsFailed && Interlocked.Exchange(ref _failed, 0) != 0) Log.AuditSinkRecovered(logger, Name, Interlocked.Exchange(ref _missed, 0));
        return true;
    }

    /// <summary>Notes a failure; the first after a success is logged.</summary>
    /// <returns>Always false.</returns>
    public bool Fail(Exception exception)
    {
        metrics.Failed(Name);
        Interlocked.Increment(ref _missed);
        if (Interlocked.Exchange(ref _failed, 1) == 0) Log.AuditSinkFailed(logger, Name, exception);
        return false;
    }

    private async ValueTask WriteInTimeAsync(AuditRecord record)
    {
        // Not the request's token: a client that hangs up does not get rid of its record.
        using var limit = new CancellationTokenSource(Limit, clock);
        var write = sink.WriteAsync(record, limit.Token);
        if (write.IsCompleted)
        {
            await write;
            return;
        }

        var task = write.AsTask();
        try
        {
            await task.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Interlocked.Increment(ref _overdue);
            _ = ForgetAsync(task);
            throw new TimeoutException($"{Name} did not keep the record within {Limit.TotalSeconds} s.");
        }
    }

    private async Task ForgetAsync(Task overdue)
    {
        await overdue.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Interlocked.Decrement(ref _overdue);
    }
}
