namespace ScopeAuth;

/// <summary>What happens to a request whose audit record cannot be written. There is no third, silent, outcome.</summary>
public enum AuditFailure
{
    /// <summary>The client gets 503, and until a record can be written again, requests are refused before they reach the endpoint.</summary>
    /// <remarks>
    /// The record is written just before the response starts, so an answer is told only if its record is kept. The endpoint of the first
    /// request whose record is lost has run by then: what it did stays done, what it answers is thrown away. A refused request is itself
    /// recorded; once that record is kept, the next request passes.
    /// </remarks>
    DenyRequest = 0,

    /// <summary>The request goes on; the failure is logged and counted.</summary>
    LogAndContinue = 1,
}
