namespace ScopeAuth;

/// <summary>What became of a change, and how the entry is now.</summary>
/// <typeparam name="TEntry"><see cref="AuthorizationServerEntry"/> or <see cref="ApiRoleEntry"/>.</typeparam>
public sealed record RegistrationResult<TEntry>
    where TEntry : class
{
    /// <summary>What became of it.</summary>
    public required RegistrationOutcome Outcome { get; init; }

    /// <summary>The entry as it is now; null if there is none of this name.</summary>
    public TEntry? Entry { get; init; }

    /// <summary>With <see cref="RegistrationOutcome.Faulty"/>: every fault, each with the path of its setting.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Whether the audit trail kept the record of it.</summary>
    /// <value>False if a sink failed: a change that was applied stays applied.</value>
    public bool IsAudited { get; init; } = true;

    /// <summary>Whether it is kept and in force.</summary>
    public bool IsApplied => Outcome == RegistrationOutcome.Applied;
}
