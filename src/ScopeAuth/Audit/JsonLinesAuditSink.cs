using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ScopeAuth.Diagnostics;

namespace ScopeAuth.Audit;

/// <summary>Records as JSON Lines in files. One task writes; requests that end together share one flush of the disk.</summary>
internal sealed class JsonLinesAuditSink : IAuditSink, IAsyncDisposable
{
    public const int Capacity = 8192;

    // Far below the smallest file size, so that a batch never has to be split over two files.
    private const int BatchBytes = 256 * 1024;

    private const string Refused = "The queue of the audit files is full or closed.";

    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private readonly Channel<PendingRecord> _queue = Channel.CreateBounded<PendingRecord>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly List<PendingRecord> _batch = [];
    private readonly List<AuditRecord> _held = [];            // accepted on trust, then not written: each attempt begins with them
    private readonly ArrayBufferWriter<byte> _lines = new(BatchBytes);
    private readonly Utf8JsonWriter _json;
    private readonly AuditSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly AuditFile _file;
    private readonly ITimer _timer;
    private readonly Task _writing;

    private volatile bool _isFailed;
    private bool _isFlushDue;
    private int _unflushed;

    public JsonLinesAuditSink(AuditSettings settings, TimeProvider clock, ILogger logger, AuditDisk? disk = null)
    {
        (_settings, _clock, _logger) = (settings, clock, logger);
        _json = new(_lines);
        _file = new(settings.Directory!, clock, disk ?? AuditDisk.Real);

        // The writer belongs to no request: it must not carry the log scope and the span of the one that happened to be the first.
        using var detached = ExecutionContext.SuppressFlow();

        // A tick that finds the queue full is not missed: a full queue is more than enough for a flush.
        _timer = clock.CreateTimer(_ => _queue.Writer.TryWrite(default), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _writing = Task.Run(RunAsync);
    }

    /// <summary>Opens the file, so that a folder that cannot be written is found at the start and not by the first request.</summary>
    public Task OpenAsync()
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _queue.Writer.TryWrite(new(null, waiter)) ? waiter.Task : Task.FromException(new IOException(Refused));
    }

    public ValueTask WriteAsync(AuditRecord record, CancellationToken cancellationToken)
    {
        // After an error nothing is accepted on trust, whatever the mode: the caller waits until the disk has taken it.
        var waiter = _isFailed || _settings.Current.Flush is AuditFlush.Strict
            ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
            : null;
        if (!_queue.Writer.TryWrite(new(record, waiter))) return ValueTask.FromException(new IOException(Refused));
        return waiter is null ? ValueTask.CompletedTask : new(waiter.Task);
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
            Log.AuditRecordsLost(_logger, _queue.Reader.Count, _settings.Directory!, exception);
        }

        await _timer.DisposeAsync();
    }

    private async Task RunAsync()
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync()) await WriteQueuedAsync();
            if (_held.Count > 0) await WriteQueuedAsync();
            if (_unflushed > 0) Flush();
        }
        catch (Exception exception)
        {
            // Without a writer there is no trail: from here on every record is refused.
            _queue.Writer.TryComplete(exception);
            Fail(exception);
        }

        if (_held.Count > 0) Log.AuditRecordsLost(_logger, _held.Count, _settings.Directory!, null);
        _file.Dispose();
    }

    private async Task WriteQueuedAsync()
    {
        try
        {
            while (FillBatch()) await WriteBatchAsync();
            if (_isFlushDue) Flush();
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private bool FillBatch()
    {
        _lines.ResetWrittenCount();
        _batch.Clear();
        var held = 0;
        for (; held < _held.Count && _lines.WrittenCount < BatchBytes; held++) Add(new(_held[held], null));
        _held.RemoveRange(0, held);
        while (_lines.WrittenCount < BatchBytes && _queue.Reader.TryRead(out var pending)) Add(pending);
        return _batch.Count > 0;
    }

    private void Add(PendingRecord pending)
    {
        if (pending == default)
        {
            _isFlushDue = true;
            return;
        }

        _batch.Add(pending);
        if (pending.Record is null) return;
        _json.Reset();
        AuditRecordJson.Write(_json, pending.Record);
        _json.Flush();
        _lines.Write("\n"u8);
    }

    private async Task WriteBatchAsync()
    {
        if (await _file.AppendAsync(_lines.WrittenMemory, _settings.Current) is { } path) Log.AuditFileOpened(_logger, path);

        if (_batch.Exists(pending => pending.Waiter is not null) || _unflushed + _batch.Count >= Capacity)
        {
            Flush();
        }
        else
        {
            if (_unflushed == 0) _timer.Change(FlushInterval, Timeout.InfiniteTimeSpan);
            _unflushed += _batch.Count;
        }

        _isFailed = false;
        foreach (var pending in _batch) pending.Waiter?.SetResult();
        _batch.Clear();
    }

    private void Flush()
    {
        _file.Flush();
        (_unflushed, _isFlushDue) = (0, false);
    }

    private void Fail(Exception exception)
    {
        _isFailed = true;
        var lost = _file.Abandon(takeBack: _batch.Count > 0) ? 0 : _unflushed;
        (_unflushed, _isFlushDue) = (0, false);

        // The whole queue fails with the batch: whoever waits hears of it now, what was accepted on trust begins the next attempt.
        while (_queue.Reader.TryRead(out var pending)) _batch.Add(pending);
        _held.InsertRange(0, _batch.Where(pending => pending is { Record: not null, Waiter: null }).Select(pending => pending.Record!));
        foreach (var pending in _batch) pending.Waiter?.SetException(exception);
        _batch.Clear();

        if (_held.Count > 0) _timer.Change(FlushInterval, Timeout.InfiniteTimeSpan);
        if (lost > 0) Log.AuditRecordsLost(_logger, lost, _settings.Directory!, exception);
    }
}
