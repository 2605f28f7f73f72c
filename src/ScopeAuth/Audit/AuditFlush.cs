namespace ScopeAuth;

/// <summary>When an audit record is safe on disk.</summary>
public enum AuditFlush
{
    /// <summary>Before the response ends. Requests that end together share one flush of the disk.</summary>
    Strict = 0,

    /// <summary>Within one second, or after 8,192 records, whichever is first: what a power failure can lose.</summary>
    Buffered = 1,
}
