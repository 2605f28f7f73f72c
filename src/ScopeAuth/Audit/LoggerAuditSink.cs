using Microsoft.Extensions.Logging;
using ScopeAuth.Diagnostics;

namespace ScopeAuth.Audit;

/// <summary>The record as one log event. It is always on, and it cannot fail: a logger that throws does not count as an audit failure.</summary>
internal sealed class LoggerAuditSink(ILoggerFactory loggers, AuditMetrics metrics)
{
    private readonly ILogger _logger = loggers.CreateLogger("ScopeAuth.Audit");

    public bool IsOn => _logger.IsEnabled(LogLevel.Information);

    public void Write(AuditRecord record)
    {
        try
        {
            if (IsOn) WriteEvent(record);
        }
        catch (Exception)
        {
            // Logging about a logger that throws would throw again.
            metrics.Failed(nameof(LoggerAuditSink));
        }
    }

    private void WriteEvent(AuditRecord record) => Log.Audited(
        _logger,
        record.Result,
        VisibleText.Escape(record.Action),
        VisibleText.Escape(record.Category),
        VisibleText.Escape(record.Resource),
        VisibleText.Escape(record.AdminId),
        record.ClientIp,
        VisibleText.Escape(record.Interface),
        record.StatusCode,
        record.Rejection,
        (int?)record.Rejection,
        VisibleText.Escape(record.AuthorizationServer),
        VisibleText.Escape(record.ClientId),
        VisibleText.Escape(record.Organization),
        VisibleText.Escape(record.Role),
        VisibleText.Escape(record.TokenId),
        VisibleText.Escape(record.TraceId),
        record.Timestamp);
}
