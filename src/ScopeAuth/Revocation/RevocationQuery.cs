namespace ScopeAuth;

/// <summary>Which revocations to list or to count. Every condition that is set must hold.</summary>
public sealed record RevocationQuery
{
    /// <summary>Only of this kind.</summary>
    public RevocationKind? Kind { get; init; }

    /// <summary>Only of this authorization server.</summary>
    public string? AuthorizationServer { get; init; }

    /// <summary>Only with exactly this <see cref="RevocationTarget.Value"/>: token ID, client ID, subject, organisation, role.</summary>
    public string? Value { get; init; }

    /// <summary>Only for this reason.</summary>
    public RevocationReason? Reason { get; init; }

    /// <summary>Only by this administrator.</summary>
    public string? RevokedBy { get; init; }

    /// <summary>Only those of this time or later.</summary>
    public DateTimeOffset? RevokedFrom { get; init; }

    /// <summary>Only those of before this time.</summary>
    public DateTimeOffset? RevokedBefore { get; init; }

    /// <summary>Only those that still matter at this time: without an end, or with a later one. <see cref="IRevocationList"/> sets it to now.</summary>
    public DateTimeOffset? NotEndedAt { get; init; }

    /// <summary>How many to list at most.</summary>
    /// <value>Default 100; 1 to 1,000.</value>
    public int PageSize { get; init; } = 100;

    /// <summary>Where the page begins: <see cref="RevocationPage.Next"/> of the page before. Default: the newest.</summary>
    public string? Page { get; init; }

    /// <summary>Whether a revocation meets every condition: for stores that have no query language of their own.</summary>
    /// <param name="record">The revocation.</param>
    public bool Matches(RevocationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return (Kind is null || record.Target.Kind == Kind)
            && (AuthorizationServer is null || record.Target.AuthorizationServer == AuthorizationServer)
            && (Value is null || record.Target.Value == Value)
            && (Reason is null || record.Reason == Reason)
            && (RevokedBy is null || record.RevokedBy == RevokedBy)
            && (RevokedFrom is null || record.RevokedAt >= RevokedFrom)
            && (RevokedBefore is null || record.RevokedAt < RevokedBefore)
            && (NotEndedAt is null || record.EndsAt is null || record.EndsAt > NotEndedAt);
    }
}
