namespace ScopeAuth.Registrations;

/// <summary>An entry of a store, read.</summary>
/// <param name="Registration">As the store has it.</param>
/// <param name="Options">What it says, as it holds on this node. Nobody changes it any more.</param>
/// <param name="OwnFaults">What is wrong with it by itself.</param>
internal sealed record StoredEntry<TOptions>(Registration Registration, TOptions Options, IReadOnlyList<string> OwnFaults)
    where TOptions : class
{
    /// <summary>Whether the configuration has an entry of this name.</summary>
    public bool IsShadowed { get; init; }

    /// <summary>Why it is not in force; empty if it is, or if it is shadowed.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];
}
