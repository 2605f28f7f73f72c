using System.Collections.Concurrent;

namespace ScopeAuth.Tests.Audit;

/// <summary>Keeps records in memory, or fails, or never answers, as the test says.</summary>
internal sealed class RecordingSink : IAuditSink
{
    public ConcurrentQueue<AuditRecord> Kept { get; } = new();

    public ConcurrentQueue<AuditRecord> Asked { get; } = new();

    public Func<AuditRecord, CancellationToken, ValueTask> Behaviour { get; set; } = (_, _) => ValueTask.CompletedTask;

    public void Fail() => Behaviour = (_, _) => throw new IOException("The sink is broken.");

    public void Recover() => Behaviour = (_, _) => ValueTask.CompletedTask;

    public async ValueTask WriteAsync(AuditRecord record, CancellationToken cancellationToken)
    {
        Asked.Enqueue(record);
        await Behaviour(record, cancellationToken);
        Kept.Enqueue(record);
    }
}
