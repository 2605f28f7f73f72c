namespace ScopeAuth;

/// <summary>How far a token came at one station of its road.</summary>
public enum StationState
{
    /// <summary>The token passed.</summary>
    Passed = 0,

    /// <summary>The token was refused here.</summary>
    Stopped = 1,

    /// <summary>The token was refused before.</summary>
    NotReached = 2,

    /// <summary>Tokens of this authorization server do not come by here.</summary>
    NotNeeded = 3,
}
