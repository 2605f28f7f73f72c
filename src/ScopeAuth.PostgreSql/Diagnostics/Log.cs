using Microsoft.Extensions.Logging;

namespace ScopeAuth.PostgreSql.Diagnostics;

/// <summary>Every log event of the package. Revocations have the numbers 80 to 99; those from 90 on are this package's, and so are 70 to 79 and those from 130 on.</summary>
internal static partial class Log
{
    [LoggerMessage(90, LogLevel.Information, "The schema {Schema} was brought from version {From} to {To}.")]
    public static partial void SchemaMigrated(ILogger logger, string schema, int from, int to);

    [LoggerMessage(91, LogLevel.Warning, "A connection pooler is between this node and PostgreSQL: revocations of other nodes are asked for every {Interval}, because nothing can tell of them.")]
    public static partial void PollingBehindPooler(ILogger logger, TimeSpan interval);

    [LoggerMessage(92, LogLevel.Warning, "Revocations are read anew: {Cause}.")]
    public static partial void ReadAnew(ILogger logger, string cause);

    [LoggerMessage(130, LogLevel.Warning, "A connection pooler is between this node and PostgreSQL: registrations of other nodes are asked for every {Interval}, because nothing can tell of them.")]
    public static partial void PollingForRegistrations(ILogger logger, TimeSpan interval);

    [LoggerMessage(70, LogLevel.Critical, "{Count} audit records that were accepted are lost: they were not written to PostgreSQL.")]
    public static partial void AuditRecordsLost(ILogger logger, int count, Exception? exception);

    [LoggerMessage(131, LogLevel.Warning, "What is too old could not be dropped from {Table}; it is tried again in {Interval}.")]
    public static partial void PurgeFailed(ILogger logger, string table, TimeSpan interval, Exception exception);
}
