namespace ScopeAuth;

/// <summary>A revocation that is in force: what, why, by whom, when, and until when it matters.</summary>
/// <remarks>
/// What it names is refused until it is lifted, or until no token that it covers can still be valid. To revoke the same again changes nothing but
/// <see cref="EndsAt"/>, where the later of the two stands.
/// </remarks>
public sealed record RevocationRecord
{
    /// <summary>Its ID. The same target with the same <see cref="IssuedBefore"/> has the same ID on every node, so that to revoke twice is to revoke once.</summary>
    public required Guid Id { get; init; }

    /// <summary>What is revoked.</summary>
    public required RevocationTarget Target { get; init; }

    /// <summary>
    /// Tokens issued (<c>iat</c>) before this time are refused, and tokens that do not say when they were issued. Null: all, until it is lifted.
    /// Always null for one token.
    /// </summary>
    public DateTimeOffset? IssuedBefore { get; init; }

    /// <summary>Why.</summary>
    public required RevocationReason Reason { get; init; }

    /// <summary>The admin ID or the name of whoever revoked it; 1 to 256 characters.</summary>
    public required string RevokedBy { get; init; }

    /// <summary>When it was revoked, by the clock of the node that was asked, in UTC, to the microsecond.</summary>
    public required DateTimeOffset RevokedAt { get; init; }

    /// <summary>From then on no token that it covers can still be valid, so it may be dropped. Null: never.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Whether it is the end of a deleted client, which cannot be lifted.</summary>
    public bool IsFinal => Reason == RevocationReason.ClientDeleted && Target.Kind == RevocationKind.Client && IssuedBefore is null;

    /// <summary>What is in force once the same was revoked again: this one with the later of the two ends, or the other where this one has ended.</summary>
    /// <returns>Null if nothing changes.</returns>
    internal RevocationRecord? Prolong(RevocationRecord again)
    {
        if (EndsAt is not { } end || again.EndsAt <= end) return null;
        return end <= again.RevokedAt ? again : this with { EndsAt = again.EndsAt };
    }
}
