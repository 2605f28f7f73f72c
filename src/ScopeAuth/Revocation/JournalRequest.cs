using System.Collections.ObjectModel;

namespace ScopeAuth.Revocation;

/// <summary>A call that waits for the journal, and what was decided about each of its changes.</summary>
internal sealed class JournalRequest(IReadOnlyList<RevocationChange> changes)
{
    /// <summary>What of its revocations stood in the journal before, as far as somebody looked: so the writer seldom has to read.</summary>
    public IReadOnlyDictionary<Guid, (long Sequence, RevocationRecord Record)> Known { get; init; } = ReadOnlyDictionary<Guid, (long Sequence, RevocationRecord Record)>.Empty;

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
            if (decision.Superseded > 0)
            {
                content.Supersede(decision.Superseded, decision.Known!.Value.Record.Id);
                content.Entries++;
            }
            if (decision is { Added: > 0, Known: { Record: var added } })
            {
                content.Add(decision.Added, added);
                content.Entries++;
                events.Add(RevocationEvent.OfRevocation(decision.Added, added));
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
