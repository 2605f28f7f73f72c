using ScopeAuth.Keys;

namespace ScopeAuth;

/// <summary>How it stands with the keys of one authorization server on this node.</summary>
public sealed record AuthorizationServerKeys
{
    /// <summary>Where they come from.</summary>
    public required string Source { get; init; }

    /// <summary>The keys in use. Text in them is the server's: escape it where it is shown.</summary>
    public required IReadOnlyList<AuthorizationServerKey> Keys { get; init; }

    /// <summary>Whether tokens can be judged by them: they are not too old.</summary>
    public required bool AreUsable { get; init; }

    /// <summary>When they were fetched last, in UTC; null before the first time.</summary>
    public DateTimeOffset? LastSuccessfulFetch { get; init; }

    /// <summary>When somebody tried last, in UTC.</summary>
    public DateTimeOffset? LastAttempt { get; init; }

    /// <summary>Why the last attempt failed, in a word; null if it did not.</summary>
    public string? Failure { get; init; }

    internal static AuthorizationServerKeys Of(KeyRing ring)
    {
        var state = ring.State;
        return new()
        {
            Source = ring.Source.Address,
            Keys = [.. state.Keys.Keys.Select(AuthorizationServerKey.Of)],
            AreUsable = ring.IsUsable,
            LastSuccessfulFetch = state.LastSuccess,
            LastAttempt = state.LastAttempt,
            Failure = state.LastFailure?.Kind.ToString(),
        };
    }
}
