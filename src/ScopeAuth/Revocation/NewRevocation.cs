namespace ScopeAuth;

/// <summary>What an administrator, or code, wants to revoke.</summary>
public sealed record NewRevocation
{
    /// <summary>What to revoke.</summary>
    public required RevocationTarget Target { get; init; }

    /// <summary>Why.</summary>
    public required RevocationReason Reason { get; init; }

    /// <summary>The admin ID or the name of whoever revokes; 1 to 256 characters.</summary>
    public required string RevokedBy { get; init; }

    /// <summary>
    /// Refuse what was issued before this time only. Default null: all, until it is lifted. Not for one token. Tokens say the second in which they
    /// were issued: of those issued within the second of this time, all are refused.
    /// </summary>
    public DateTimeOffset? IssuedBefore { get; init; }

    /// <summary>
    /// One token: when it expires (<c>exp</c>), if that is known; its revocation is then kept no longer. Default: the longest lifetime of its
    /// authorization server's tokens, from now.
    /// </summary>
    /// <remarks>A time that is too early would let the token in again at that time: give the token's own <c>exp</c>, or nothing.</remarks>
    public DateTimeOffset? TokenExpiresAt { get; init; }
}
