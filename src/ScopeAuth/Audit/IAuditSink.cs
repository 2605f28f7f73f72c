namespace ScopeAuth;

/// <summary>A place where audit records go, beside the logger and the files. Register it as a singleton service.</summary>
public interface IAuditSink
{
    /// <summary>Keeps one record. The response does not end before this does.</summary>
    /// <param name="record">The record. Text in it that came with the request may hold any character: escape it where it is shown.</param>
    /// <param name="cancellationToken">Ends after 5 seconds, when the record counts as lost. It is never the request's: a client cannot cancel its audit record.</param>
    /// <returns>When the record is kept. An exception means that it is not; <see cref="AuditOptions.WhenSinkFails"/> says what follows.</returns>
    ValueTask WriteAsync(AuditRecord record, CancellationToken cancellationToken);
}
