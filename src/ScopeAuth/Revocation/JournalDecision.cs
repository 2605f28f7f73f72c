namespace ScopeAuth.Revocation;

/// <summary>What became of one change.</summary>
/// <param name="Added">The sequence of the revocation that was added, or 0.</param>
/// <param name="Lifted">The sequence of the lift, or 0.</param>
internal readonly record struct JournalDecision(long Added, long Lifted);
