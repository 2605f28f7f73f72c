namespace ScopeAuth;

/// <summary>What became of a change that somebody asked for.</summary>
public enum RegistrationOutcome
{
    /// <summary>It is kept, and holds from the next request on.</summary>
    Applied = 0,

    /// <summary>Somebody else changed or made the entry meanwhile. Nothing was changed; the result carries the present state.</summary>
    Conflict = 1,

    /// <summary>The settings have faults. Nothing was changed; the result names all of them.</summary>
    Faulty = 2,

    /// <summary>There is no stored entry of this name, or no longer.</summary>
    NotFound = 3,

    /// <summary>The configuration has an entry of this name, which wins; or there is no store to change.</summary>
    ReadOnly = 4,
}
