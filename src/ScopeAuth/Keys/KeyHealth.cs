using System.Collections.Immutable;

namespace ScopeAuth.Keys;

/// <summary>How it stands with the keys of one server, for health checks, metrics and pages.</summary>
internal sealed record KeyHealth(
    string ServerName,
    string Source,
    KeyHealthState State,
    int Keys,
    ImmutableArray<IgnoredKey> Ignored,
    DateTimeOffset? LastSuccess,
    TimeSpan? Age,
    DateTimeOffset? LastAttempt,
    KeyFailure? LastFailure,
    long Attempts,
    long Failures)
{
    /// <summary>Whether keys are in use that could not be loaded again.</summary>
    public bool IsStale => State is not KeyHealthState.Unhealthy && LastFailure is not null;

    public static KeyHealth Of(KeyRing ring, DateTimeOffset now)
    {
        var state = ring.State;
        return new(
            ring.ServerName,
            ring.Source.Address,
            !ring.IsUsableAt(now) ? KeyHealthState.Unhealthy
                : state.LastFailure is not null || state.Ignored.Any(key => key.Cause is KeyIgnoredCause.PrivateKeyExposed) ? KeyHealthState.Degraded
                : KeyHealthState.Healthy,
            state.Keys.Keys.Length,
            state.Ignored,
            state.LastSuccess,
            now - state.LastSuccess,
            state.LastAttempt,
            state.LastFailure,
            state.Attempts,
            state.Failures);
    }
}
