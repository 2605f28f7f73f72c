namespace ScopeAuth.Mutation;

/// <summary>What became of a mutant.</summary>
internal enum Outcome
{
    /// <summary>A test failed.</summary>
    Killed,

    /// <summary>The tests went on for so long that they were ended: a loop without end, for example.</summary>
    TimedOut,

    /// <summary>Tests reached it, and none failed.</summary>
    Survived,

    /// <summary>No test reaches it.</summary>
    NotReached,
}
