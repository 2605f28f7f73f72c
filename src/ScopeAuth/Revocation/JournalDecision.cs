namespace ScopeAuth.Revocation;

/// <summary>What became of one change.</summary>
/// <param name="Added">The sequence of the revocation that was added, or 0.</param>
/// <param name="Superseded">The sequence from which on what was in force under its ID before is dead, or 0.</param>
/// <param name="Lifted">The sequence of the lift, or 0.</param>
/// <param name="Known">What is in force after a revocation, with the sequence of its last change; null where that is not known.</param>
internal readonly record struct JournalDecision(long Added, long Superseded, long Lifted, (long Sequence, RevocationRecord Record)? Known);
