using System.Collections.Immutable;
using ScopeAuth.Network;
using ScopeAuth.Tokens;

namespace ScopeAuth.Keys;

/// <summary>All that a key ring knows, at one moment. Replaced as a whole, so that nobody sees half of a change.</summary>
internal sealed record KeyRingState
{
    /// <summary>How long keys are used that could not be loaded again.</summary>
    public static readonly TimeSpan LongestUse = TimeSpan.FromHours(24);

    public static readonly KeyRingState Initial = new();

    public KeySet Keys { get; init; } = KeySet.Empty;

    /// <summary>Moves with every change of the keys, never else: what was verified with other keys is verified again.</summary>
    public long Generation { get; init; }

    public DateTimeOffset? LastSuccess { get; init; }

    public DateTimeOffset? LastAttempt { get; init; }

    /// <summary>Why the last attempt failed; null if it did not.</summary>
    public KeyFailure? LastFailure { get; init; }

    public int FailuresInARow { get; init; }

    public long Attempts { get; init; }

    public long Failures { get; init; }

    public ImmutableArray<IgnoredKey> Ignored { get; init; } = [];

    // By the wall clock, which goes on while a machine sleeps; a restart has no other one either.
    public bool IsUsableAt(DateTimeOffset now) => now - LastSuccess <= LongestUse;

    public KeyRingState After(KeyLoad load, DateTimeOffset now)
    {
        var next = this with { LastAttempt = now, Attempts = Attempts + 1, Ignored = load.Reading?.Ignored ?? Ignored };
        if (load.Failure is { } failure)
        {
            return next with
            {
                // "No request was sent" is no news; why, is.
                LastFailure = failure.Network is NetworkFailureKind.CircuitOpen ? LastFailure ?? failure : failure,
                FailuresInARow = FailuresInARow + 1,
                Failures = Failures + 1,
            };
        }
        next = next with { LastSuccess = now, LastFailure = null, FailuresInARow = 0 };
        return load.Reading is { } reading ? next.With(reading.Keys) : next;
    }

    public KeyRingState With(KeySet keys) => IsSame(Keys, keys) ? this : this with { Keys = keys, Generation = Generation + 1 };

    private static bool IsSame(KeySet one, KeySet other) =>
        one.Keys.Length == other.Keys.Length && one.Keys.All(key => other.Keys.Any(key.IsSameAs));
}
