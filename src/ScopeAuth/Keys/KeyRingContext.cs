namespace ScopeAuth.Keys;

/// <summary>What all key rings share.</summary>
/// <param name="Clock">The time.</param>
/// <param name="SharedBudget">The fetches that tokens may cause at all servers together.</param>
/// <param name="Settled">Called after every attempt, with the state before it and what it brought.</param>
/// <param name="Exhausted">Called when a token would have caused an attempt and the budgets forbade it, once until they allow one again.</param>
/// <param name="Stopping">Cancelled when the application stops.</param>
internal sealed record KeyRingContext(
    TimeProvider Clock,
    FetchBudget SharedBudget,
    Action<KeyRing, KeyRingState, KeyLoad> Settled,
    Action<KeyRing> Exhausted,
    CancellationToken Stopping);
