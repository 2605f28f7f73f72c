using Microsoft.Extensions.Logging;

namespace ScopeAuth.Audit;

/// <summary>Gives each record to the logger, to the files and to every registered sink. One that fails keeps no other from the record.</summary>
internal sealed class AuditTrail : IAsyncDisposable
{
    private readonly LoggerAuditSink _log;
    private readonly AuditMetrics _metrics;
    private readonly JsonLinesAuditSink? _files;
    private readonly AuditSinkGuard[] _sinks;
    private readonly TimeProvider _clock;

    public AuditTrail(
        AuditSettings settings, IEnumerable<IAuditSink> sinks, LoggerAuditSink log, AuditMetrics metrics, TimeProvider clock,
        ILoggerFactory loggers)
    {
        (_log, _metrics, _clock) = (log, metrics, clock);
        if (settings.Directory is not null) _files = new(settings, clock, loggers.CreateLogger<JsonLinesAuditSink>());

        var logger = loggers.CreateLogger<AuditTrail>();
        IEnumerable<IAuditSink> all = _files is null ? sinks : [_files, .. sinks];
        _sinks = [.. all.Select(sink => new AuditSinkGuard(sink, clock, metrics, logger))];
    }

    /// <summary>Whether a record would reach nobody: no sink, no log, no metric.</summary>
    public bool IsSilent => _sinks.Length == 0 && !_log.IsOn && !_metrics.AreCounted;

    /// <summary>Whether any sink can lose a record. The logger cannot.</summary>
    public bool CanFail => _sinks.Length > 0;

    /// <summary>Whether every sink kept the last record it was given.</summary>
    public bool IsHealthy => !Array.Exists(_sinks, sink => sink.IsFailed);

    /// <summary>The sinks that did not keep the last record, by type, for the health check.</summary>
    public IEnumerable<string> FailedSinks => _sinks.Where(sink => sink.IsFailed).Select(sink => sink.Name);

    /// <summary>Finds out whether the files can be written, if there are to be any.</summary>
    /// <returns>Why not, or null. It is counted and shown in health as the failure of a record is.</returns>
    public async Task<Exception?> OpenFilesAsync(CancellationToken cancellationToken)
    {
        if (_files is null) return null;
        try
        {
            await _files.OpenAsync().WaitAsync(AuditSinkGuard.Limit, _clock, cancellationToken);
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            _sinks[0].Fail(exception);
            return exception;
        }
    }

    /// <summary>Keeps the record. It never throws.</summary>
    /// <returns>Whether every sink kept it.</returns>
    public ValueTask<bool> WriteAsync(AuditRecord record)
    {
        _log.Write(record);
        _metrics.Recorded(record.Result);
        return _sinks.Length switch
        {
            0 => ValueTask.FromResult(true),
            1 => _sinks[0].TryWriteAsync(record),
            _ => WriteToAllAsync(record),
        };
    }

    public ValueTask DisposeAsync() => _files?.DisposeAsync() ?? ValueTask.CompletedTask;

    // All at once: a request waits for the slowest sink, not for the sum of them.
    private async ValueTask<bool> WriteToAllAsync(AuditRecord record)
    {
        var kept = await Task.WhenAll(_sinks.Select(sink => sink.TryWriteAsync(record).AsTask()));
        return Array.TrueForAll(kept, one => one);
    }
}
