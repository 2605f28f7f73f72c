using System.Collections.Concurrent;

namespace ScopeAuth.Tests.Registrations;

/// <summary>Keeps the records of changes, and leaves out those of requests.</summary>
internal sealed class RecordedAudit : IAuditSink
{
    private readonly ConcurrentQueue<AuditRecord> _records = new();

    public IReadOnlyList<AuditRecord> Changes => [.. _records.Where(record => record.Category is "OAuth 2.0 Authorization Servers" or "Role Management")];

    public ValueTask WriteAsync(AuditRecord record, CancellationToken cancellationToken)
    {
        _records.Enqueue(record);
        return ValueTask.CompletedTask;
    }
}
