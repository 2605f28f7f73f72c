namespace ScopeAuth;

/// <summary>How an audited request ended.</summary>
public enum AuditResult
{
    /// <summary>Denied, or failed with a status of 400 or above.</summary>
    Failure = 0,

    /// <summary>Allowed, and answered with a status below 400.</summary>
    Success = 1,
}
