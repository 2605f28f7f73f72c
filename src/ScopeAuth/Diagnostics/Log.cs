using System.Net;
using Microsoft.Extensions.Logging;

namespace ScopeAuth.Diagnostics;

/// <summary>Every log event of the library, in the order of a request's road. Nothing here takes a token, a claim or an exception of the parser.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Token {Fingerprint} of {AuthorizationServer} accepted.")]
    public static partial void Accepted(ILogger logger, string fingerprint, string authorizationServer);

    // The audit trail: 60 to 79. Text in a record is escaped before it comes here.
    [LoggerMessage(60, LogLevel.Information,
        "{Result}: {Action} in {Category} on {Resource} by {AdminId} from {ClientIp} over {Interface}, status {StatusCode}, " +
        "rejection {Rejection} ({RejectionNumber}), server {AuthorizationServer}, client {ClientId}, organisation {Organization}, " +
        "role {Role}, token {TokenId}, trace {TraceId}, at {Timestamp:O}.")]
    public static partial void Audited(
        ILogger logger, AuditResult result, string action, string? category, string resource, string? adminId, IPAddress? clientIp,
        string @interface, int statusCode, Rejection? rejection, int? rejectionNumber, string? authorizationServer, string? clientId,
        string? organization, string? role, string? tokenId, string traceId, DateTimeOffset timestamp);

    [LoggerMessage(61, LogLevel.Error, "Audit sink {Sink} did not keep a record. This is said once, until it keeps one again.")]
    public static partial void AuditSinkFailed(ILogger logger, string sink, Exception exception);

    [LoggerMessage(62, LogLevel.Warning, "Audit sink {Sink} keeps records again. It did not keep {Missed} records in between.")]
    public static partial void AuditSinkRecovered(ILogger logger, string sink, long missed);

    [LoggerMessage(63, LogLevel.Critical, "{Count} audit records that were accepted for {Directory} may be lost.")]
    public static partial void AuditRecordsLost(ILogger logger, long count, string directory, Exception? exception);

    [LoggerMessage(64, LogLevel.Information, "Audit records go to {File}.")]
    public static partial void AuditFileOpened(ILogger logger, string file);
}
