using ScopeAuth.Revocation;

namespace ScopeAuth;

/// <summary>One change that a store is asked to keep: a new revocation, or one that is lifted.</summary>
public sealed record RevocationChange
{
    private RevocationChange(Guid id, string? liftedBy, RevocationRecord? record) => (Id, LiftedBy, Record) = (id, liftedBy, record);

    /// <summary>The revocation that is added or lifted.</summary>
    public Guid Id { get; }

    /// <summary>Whether it is lifted.</summary>
    public bool IsLift => LiftedBy is not null;

    /// <summary>The admin ID or the name of whoever lifts; null where nothing is lifted. Stores keep it for as long as they keep the lift.</summary>
    public string? LiftedBy { get; }

    /// <summary>The revocation that is added; where one is lifted, the one that takes its place, or null.</summary>
    public RevocationRecord? Record { get; }

    /// <summary>Adds a revocation. Where one with its ID is in force, the first stands, with the later of the two ends (<see cref="RevocationRecord.EndsAt"/>).</summary>
    /// <param name="record">The revocation.</param>
    public static RevocationChange Revoke(RevocationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new(record.Id, liftedBy: null, record);
    }

    /// <summary>Lifts a revocation. Where none with the ID is in force, nothing changes, and no replacement is added.</summary>
    /// <param name="id">Its ID.</param>
    /// <param name="by">The admin ID or the name of whoever lifts it; 1 to 256 characters.</param>
    /// <param name="replacement">A revocation that takes its place in the same instant: no token slips through in between.</param>
    /// <exception cref="ArgumentException">The name is empty, too long, or holds what a store cannot keep.</exception>
    public static RevocationChange Lift(Guid id, string by, RevocationRecord? replacement = null)
    {
        RevocationText.Check(by, RevocationText.MaxNameLength, nameof(by));
        return new(id, by, replacement);
    }
}
