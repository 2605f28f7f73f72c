namespace ScopeAuth.PostgreSql.Audit;

/// <summary>A record on its way to the database.</summary>
/// <param name="Id">What makes it one record, however often it is written.</param>
/// <param name="Record">The record; none in the tick of the timer.</param>
/// <param name="Waiter">Who waits until it is kept; none if it was accepted on trust.</param>
internal readonly record struct WaitingRecord(Guid Id, AuditRecord? Record, TaskCompletionSource? Waiter);
