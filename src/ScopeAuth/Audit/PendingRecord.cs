namespace ScopeAuth.Audit;

/// <summary>A record in the queue of the file writer.</summary>
/// <param name="Record">The record; none in the tick of the flush timer, and in the question whether the folder can be written.</param>
/// <param name="Waiter">Who waits until the record is on disk; none if it was accepted on trust.</param>
internal readonly record struct PendingRecord(AuditRecord? Record, TaskCompletionSource? Waiter);
