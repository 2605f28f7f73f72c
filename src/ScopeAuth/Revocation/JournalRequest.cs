namespace ScopeAuth.Revocation;

/// <summary>A call that waits for the journal, and what was decided about each of its changes.</summary>
internal sealed class JournalRequest(IReadOnlyList<RevocationChange> changes)
{
    public IReadOnlyList<RevocationChange> Changes { get; } = changes;

    public JournalDecision[] Decisions { get; } = new JournalDecision[changes.Count];

    public TaskCompletionSource<JournalDecision[]> Decided { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>No changes: the journal is to go on in a new file.</summary>
    public bool IsSwitch { get; init; }

    /// <summary>Puts the decisions in force, now that they are on the disk: what takes the place of another first.</summary>
    public void Apply(JournalContent content, List<RevocationEvent> events)
    {
        for (var place = 0; place < Changes.Count; place++)
        {
            var (change, decision) = (Changes[place], Decisions[place]);
            if (decision.Added > 0)
            {
                content.Add(decision.Added, change.Record!);
                content.Entries++;
                events.Add(RevocationEvent.OfRevocation(decision.Added, change.Record!));
            }
            if (decision.Lifted > 0)
            {
                content.Lift(decision.Lifted, change.Id);
                content.Entries++;
                events.Add(RevocationEvent.OfLift(decision.Lifted, change.Id));
            }
        }
    }
}
