namespace ScopeAuth;

/// <summary>What became of a change.</summary>
/// <param name="IsApplied">Whether it was kept; else the set had another version than the change expects.</param>
/// <param name="Set">The set as it is now; it has the change, if that was kept.</param>
public sealed record RegistrationReceipt(bool IsApplied, RegistrationSet Set);
