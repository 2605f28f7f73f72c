namespace ScopeAuth;

/// <summary>One change that a store is asked to keep: a new revocation, or one that is lifted.</summary>
public sealed record RevocationChange
{
    private RevocationChange(Guid id, bool isLift, RevocationRecord? record) => (Id, IsLift, Record) = (id, isLift, record);

    /// <summary>The revocation that is added or lifted.</summary>
    public Guid Id { get; }

    /// <summary>Whether it is lifted.</summary>
    public bool IsLift { get; }

    /// <summary>The revocation that is added; where one is lifted, the one that takes its place, or null.</summary>
    public RevocationRecord? Record { get; }

    /// <summary>Adds a revocation. Where one with its ID is in force, nothing changes: the first stands.</summary>
    /// <param name="record">The revocation.</param>
    public static RevocationChange Revoke(RevocationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new(record.Id, isLift: false, record);
    }

    /// <summary>Lifts a revocation. Where none with the ID is in force, nothing changes, and no replacement is added.</summary>
    /// <param name="id">Its ID.</param>
    /// <param name="replacement">A revocation that takes its place in the same instant: no token slips through in between.</param>
    public static RevocationChange Lift(Guid id, RevocationRecord? replacement = null) => new(id, isLift: true, replacement);
}
