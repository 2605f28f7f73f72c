namespace ScopeAuth;

/// <summary>What became of one <see cref="RevocationChange"/>.</summary>
/// <param name="Sequence">The number of the change; where nothing changed, of the last change of that revocation, or 0 where it is not known.</param>
/// <param name="IsApplied">Whether anything changed; to give an earlier revocation a later end is a change.</param>
/// <param name="Record">
/// After a revocation: the one in force, which is the earlier one where the same was revoked before. After a lift: the one that was lifted, or null
/// where none was in force.
/// </param>
public sealed record RevocationReceipt(long Sequence, bool IsApplied, RevocationRecord? Record);
