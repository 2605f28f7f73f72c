namespace ScopeAuth;

/// <summary>What <see cref="IRevocationStore.FollowAsync"/> yields: some changes, how far they reach, and how fresh that is.</summary>
public sealed record RevocationBatch
{
    /// <summary>
    /// The changes. For one ID they come in the order of their sequence; what takes the place of a lifted one comes before the lift. Empty for a mere
    /// sign of life.
    /// </summary>
    public IReadOnlyList<RevocationEvent> Events { get; init; } = [];

    /// <summary>Where to go on after an interruption: every change up to this sequence has been yielded, and none before it can still appear.</summary>
    public required long Position { get; init; }

    /// <summary>
    /// The first batch of a whole list: forget everything and begin anew. Required for the first batch after position 0, and where the store no longer
    /// knows every change after the position that was asked for. Until <see cref="CompleteAsOf"/> says that the list is whole, the node answers from
    /// what it had. Read the list after this was yielded, not before: what the node itself changed until then is expected in it.
    /// </summary>
    public bool StartsOver { get; init; }

    /// <summary>
    /// Everything that was committed before this time, by the clock of this node, has been yielded with this batch: take the time before the question
    /// is sent, not when the answer comes. Null: more is to come. <see cref="DateTimeOffset.MaxValue"/>: true for as long as the enumeration goes
    /// on, in a store with one process.
    /// </summary>
    public DateTimeOffset? CompleteAsOf { get; init; }
}
