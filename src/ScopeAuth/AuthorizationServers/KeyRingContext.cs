using Microsoft.Extensions.Logging;

namespace ScopeAuth.AuthorizationServers;

/// <summary>What all key rings share.</summary>
/// <param name="Clock">The time.</param>
/// <param name="SharedBudget">The fetches that clients may cause at all servers together.</param>
/// <param name="Logger">The log.</param>
internal sealed record KeyRingContext(TimeProvider Clock, FetchBudget SharedBudget, ILogger Logger)
{
    /// <summary>Called after every attempt, with the time until the next.</summary>
    public Action<KeyRing, TimeSpan> Settled { get; init; } = static (_, _) => { };

    /// <summary>Cancelled when the application stops.</summary>
    public CancellationToken Stopping { get; init; }
}
