namespace ScopeAuth;

/// <summary>One change as a node learns of it: a revocation is in force from now on, or is lifted.</summary>
/// <remarks>
/// It is small, because ten million of them are read at a start. For one token the ID is all that a node keeps; for anything else it needs
/// <see cref="Record"/>.
/// </remarks>
/// <param name="Sequence">The number that the store gave to the change.</param>
/// <param name="Id">The revocation.</param>
/// <param name="IsLift">Whether it is lifted.</param>
/// <param name="EndsAt">Its <see cref="RevocationRecord.EndsAt"/>; not needed where it is lifted.</param>
/// <param name="Record">The revocation; required unless it is lifted or names one token.</param>
public readonly record struct RevocationEvent(long Sequence, Guid Id, bool IsLift, DateTimeOffset? EndsAt, RevocationRecord? Record)
{
    /// <summary>That a revocation is in force from now on.</summary>
    /// <param name="sequence">The number of the change.</param>
    /// <param name="record">The revocation.</param>
    public static RevocationEvent OfRevocation(long sequence, RevocationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new(sequence, record.Id, IsLift: false, record.EndsAt, record);
    }

    /// <summary>That a revocation is lifted.</summary>
    /// <param name="sequence">The number of the change.</param>
    /// <param name="id">The revocation.</param>
    /// <param name="record">The revocation that was, where it is at hand.</param>
    public static RevocationEvent OfLift(long sequence, Guid id, RevocationRecord? record = null) => new(sequence, id, IsLift: true, record?.EndsAt, record);
}
