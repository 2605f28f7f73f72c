namespace ScopeAuth;

/// <summary>Records of the audit trail, the newest first.</summary>
/// <param name="Records">The records. There may be fewer than asked for, or none, though more follow: a search reads a bounded part of the trail at a time.</param>
/// <param name="Next">What <see cref="AuditQuery.After"/> of the next page is; null at the end of the trail.</param>
public sealed record AuditPage(IReadOnlyList<AuditRecord> Records, string? Next);
