namespace ScopeAuth.Samples.Audit;

/// <summary>The latest audit records, in memory. A real API writes them where they outlive it.</summary>
internal sealed class RecentAuditRecords : IAuditSink
{
    private const int Capacity = 1000;

    private readonly Lock _gate = new();
    private readonly Queue<AuditRecord> _records = new(Capacity);

    public ValueTask WriteAsync(AuditRecord record, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_records.Count == Capacity) _records.Dequeue();
            _records.Enqueue(record);
        }
        return ValueTask.CompletedTask;
    }

    /// <summary>The records of one organisation, the newest first. No organisation sees another's.</summary>
    public IReadOnlyList<AuditRecord> Of(Organization organization)
    {
        var name = organization.ToString();
        lock (_gate) return [.. _records.Where(record => record.Organization == name).Reverse()];
    }
}
