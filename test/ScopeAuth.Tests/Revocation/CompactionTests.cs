using System.Collections.Concurrent;
using ScopeAuth.Revocation;

namespace ScopeAuth.Tests.Revocation;

/// <summary>What others read and write while the journal is compacted.</summary>
public sealed class CompactionTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_lifted_right_after_the_change_of_files_stays_lifted()
    {
        await using var folder = new JournalFolder();
        var store = await folder.OpenAsync();
        var record = SomeRevocation.Token("1");
        await store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token("2"))], Cancelled);

        var steps = new Steps();
        var compacting = steps.Begin(() => store.CompactAsync(Cancelled));
        // The journal goes on in a new file, and the compaction has not come to look at it yet.
        while (folder.Journals.Length == 1) await Task.Yield();
        await store.AppendAsync([RevocationChange.Revoke(record)], Cancelled);
        await store.AppendAsync([RevocationChange.Lift(record.Id, "test")], Cancelled);
        await steps.UntilAsync(compacting);

        Assert.Equal(1, await store.CountAsync(new(), Cancelled));
        await store.CompactAsync(Cancelled);
        store = await folder.ReopenAsync();
        Assert.False(store.Set.Tokens.Contains(RevocationId.From(record.Id)));
    }

    [Fact]
    public async Task Whoever_follows_meanwhile_gets_everything_that_is_in_force()
    {
        await using var folder = new JournalFolder { SegmentBytes = 1000 };
        var store = await folder.OpenAsync();
        var records = Enumerable.Range(0, 15).Select(number => SomeRevocation.Token($"{number}")).ToArray();
        foreach (var record in records[..12]) await store.AppendAsync([RevocationChange.Revoke(record)], Cancelled);
        Assert.Equal(2, folder.Journals.Length);
        var (seen, isCompacted) = (new HashSet<Guid>(), false);

        await foreach (var batch in store.FollowAsync(0, Cancelled))
        {
            foreach (var change in batch.Events) seen.Add(change.Id);
            if (batch.CompleteAsOf is not null) break;
            if (batch.Events.Count == 0 || isCompacted) continue;
            // The last file goes on behind the place up to which it is to be read, and then becomes one frame.
            foreach (var record in records[12..]) await store.AppendAsync([RevocationChange.Revoke(record)], Cancelled);
            await store.AppendAsync([RevocationChange.Lift(records[9].Id, "test")], Cancelled);
            await store.CompactAsync(Cancelled);
            isCompacted = true;
        }

        Assert.True(isCompacted);
        Assert.Equal([records[9].Id], records[..12].Select(record => record.Id).Except(seen));
    }

    [Fact]
    public async Task Whoever_follows_meanwhile_passes_over_files_of_which_nothing_is_left()
    {
        await using var folder = new JournalFolder { SegmentBytes = 1000 };
        var store = await folder.OpenAsync();
        var records = Enumerable.Range(0, 30).Select(number => SomeRevocation.Token($"{number}")).ToArray();
        foreach (var record in records) await store.AppendAsync([RevocationChange.Revoke(record)], Cancelled);
        Assert.Equal(4, folder.Journals.Length);
        var (seen, isCompacted) = (new HashSet<Guid>(), false);

        await foreach (var batch in store.FollowAsync(0, Cancelled))
        {
            foreach (var change in batch.Events) seen.Add(change.Id);
            if (batch.CompleteAsOf is not null) break;
            if (batch.Events.Count == 0 || isCompacted) continue;
            await store.AppendAsync([.. records[..20].Select(record => RevocationChange.Lift(record.Id, "test"))], Cancelled);
            await store.CompactAsync(Cancelled);
            isCompacted = true;
        }

        Assert.Equal("journal-00000003.log", folder.Journals[0].Name);
        Assert.Empty(records[20..].Select(record => record.Id).Except(seen));
    }

    /// <summary>Goes on after an await only when it is told to.</summary>
    private sealed class Steps : SynchronizationContext
    {
        private readonly ConcurrentQueue<(SendOrPostCallback Go, object? State)> _waiting = new();

        public override void Post(SendOrPostCallback d, object? state) => _waiting.Enqueue((d, state));

        public Task Begin(Func<Task> work) => In(work);

        public async Task UntilAsync(Task done)
        {
            while (!done.IsCompleted)
            {
                while (_waiting.TryDequeue(out var step)) In(() => step.Go(step.State));
                await Task.Yield();
            }
            await done;
        }

        private void In(Action work) => In(() =>
        {
            work();
            return true;
        });

        private T In<T>(Func<T> work)
        {
            var before = Current;
            SetSynchronizationContext(this);
            try
            {
                return work();
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }
    }
}
