using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ScopeAuth.PostgreSql.Diagnostics;

namespace ScopeAuth.PostgreSql.Audit;

/// <summary>Records into the database. One task writes; requests that end together share one statement and one commit.</summary>
internal sealed class PostgreSqlAuditSink : IAuditSink, IAsyncDisposable
{
    public const int Capacity = 8192;

    private const int LargestBatch = 1000;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private readonly Channel<WaitingRecord> _queue = Channel.CreateBounded<WaitingRecord>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly List<WaitingRecord> _batch = [];
    private readonly List<WaitingRecord> _held = [];            // accepted on trust, then not written: each attempt begins with them
    private readonly AuditTable _table;
    private readonly AuditFlush _flush;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Task _writing;

    private volatile bool _isFailed;

    public PostgreSqlAuditSink(AuditTable table, IOptions<PostgreSqlAuditOptions> options, TimeProvider clock, ILogger<PostgreSqlAuditSink> logger)
    {
        (_table, _flush, _clock, _logger) = (table, options.Value.Flush, clock, logger);

        // The writer belongs to no request: it must not carry the log scope and the span of the one that happened to be the first.
        using var detached = ExecutionContext.SuppressFlow();
        _timer = clock.CreateTimer(_ => _queue.Writer.TryWrite(default), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _writing = Task.Run(RunAsync);
    }

    public ValueTask WriteAsync(AuditRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        // After an error nothing is accepted on trust, whatever the mode: the caller waits until the database has taken it.
        var waiter = _isFailed || _flush is AuditFlush.Strict ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        if (!_queue.Writer.TryWrite(new(Guid.CreateVersion7(_clock.GetUtcNow()), record, waiter)))
            return ValueTask.FromException(new IOException("The queue of audit records for PostgreSQL is full or closed."));
        return waiter is null ? ValueTask.CompletedTask : new(waiter.Task.WaitAsync(cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        try
        {
            await _writing.WaitAsync(StopLimit, _clock);
        }
        catch (TimeoutException exception)
        {
            Log.AuditRecordsLost(_logger, _queue.Reader.Count, exception);
        }
        await _timer.DisposeAsync();
    }

    private async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync()) await WriteQueuedAsync();
        if (_held.Count > 0) await WriteQueuedAsync();
        if (_held.Count > 0) Log.AuditRecordsLost(_logger, _held.Count, null);
    }

    private async Task WriteQueuedAsync()
    {
        try
        {
            while (FillBatch())
            {
                await _table.AddAsync(_batch, isDurable: _isFailed || _flush is AuditFlush.Strict, CancellationToken.None);
                _isFailed = false;
                foreach (var written in _batch) written.Waiter?.TrySetResult();
                _batch.Clear();
            }
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private bool FillBatch()
    {
        _batch.Clear();
        var held = Math.Min(_held.Count, LargestBatch);
        _batch.AddRange(_held[..held]);
        _held.RemoveRange(0, held);
        while (_batch.Count < LargestBatch && _queue.Reader.TryRead(out var next))
            if (next.Record is not null) _batch.Add(next);
        return _batch.Count > 0;
    }

    private void Fail(Exception exception)
    {
        _isFailed = true;
        // The whole queue fails with the batch: whoever waits hears of it now, what was accepted on trust begins the next attempt.
        while (_queue.Reader.TryRead(out var next))
            if (next.Record is not null) _batch.Add(next);
        _held.InsertRange(0, _batch.Where(record => record.Waiter is null));
        foreach (var failed in _batch) failed.Waiter?.TrySetException(exception);
        _batch.Clear();
        if (_held.Count > 0) _timer.Change(RetryInterval, Timeout.InfiniteTimeSpan);
    }
}
