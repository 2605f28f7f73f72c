using ScopeAuth.Revocation;

namespace ScopeAuth;

/// <summary>Which revocations to list or to count. Every condition that is set must hold.</summary>
public sealed record RevocationQuery
{
    /// <summary>Only of this kind.</summary>
    public RevocationKind? Kind { get; init; }

    /// <summary>Only of this authorization server.</summary>
    public string? AuthorizationServer { get; init; }

    /// <summary>Only what concerns one organisation: revocations at the servers that are its own, of the organisation, and of its roles.</summary>
    public RevocationScope? Scope { get; init; }

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
            && (Scope is null || Scope.Contains(record.Target))
            && (Value is null || record.Target.Value == Value)
            && (Reason is null || record.Reason == Reason)
            && (RevokedBy is null || record.RevokedBy == RevokedBy)
            && (RevokedFrom is null || record.RevokedAt >= RevokedFrom)
            && (RevokedBefore is null || record.RevokedAt < RevokedBefore)
            && (NotEndedAt is null || record.EndsAt is null || record.EndsAt > NotEndedAt);
    }

    /// <summary>
    /// The IDs under which revocations of one token by this <see cref="Kind"/> and <see cref="Value"/> may be kept: for stores that find them by ID and
    /// have no index of ten million names.
    /// </summary>
    /// <remarks>Revocations of many tokens (<see cref="RevocationTarget.IsOneToken"/> is false) have to be found by their value.</remarks>
    /// <param name="key">The key of the store (<see cref="IRevocationStore.ReadKeyAsync"/>).</param>
    /// <param name="authorizationServers">The names of all servers that may have issued the token, also of those that are no longer configured.</param>
    /// <returns>Empty where the query is for no value, or for one that no token can have.</returns>
    public IReadOnlyList<Guid> TokenRevocationIds(ReadOnlySpan<byte> key, IEnumerable<string> authorizationServers)
    {
        ArgumentNullException.ThrowIfNull(authorizationServers);
        var ids = new List<Guid>();
        if (Value is not { Length: > 0 and <= RevocationTarget.MaxValueLength }) return ids;
        var hash = SipHash.Create(key);
        foreach (var server in authorizationServers.Where(server => server.Length <= RevocationText.MaxNameLength))
        {
            if (Kind is null or RevocationKind.Token) ids.Add(RevocationId.Of(hash, RevocationKind.Token, server, Value).ToGuid());
            if (Kind is null or RevocationKind.TokenHash) ids.Add(RevocationId.Of(hash, RevocationKind.TokenHash, server, Value).ToGuid());
        }
        return ids;
    }
}
