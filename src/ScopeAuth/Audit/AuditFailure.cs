namespace ScopeAuth;

/// <summary>What happens to a request whose audit record cannot be written. There is no third, silent, outcome.</summary>
public enum AuditFailure
{
    /// <summary>The client gets 503, and until a record can be written again, requests are refused before they reach the endpoint.</summary>
    DenyRequest = 0,

    /// <summary>The request goes on; the failure is logged and counted.</summary>
    LogAndContinue = 1,
}
