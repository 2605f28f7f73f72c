using ScopeAuth.Revocation;

namespace ScopeAuth.Tests.Revocation;

/// <summary>What a failure leaves on the disk, and what a start makes of it.</summary>
public sealed class JournalRecoveryTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lift_that_failed_does_not_undo_what_is_acknowledged_after_it()
    {
        var fails = false;
        await using var folder = new JournalFolder
        {
            Disk = new()
            {
                Flush = file =>
                {
                    if (fails) throw new IOException("Input/output error");
                    RandomAccess.FlushToDisk(file);
                },
            },
        };
        var store = await folder.OpenAsync();
        var record = SomeRevocation.Token("1");
        await store.AppendAsync([RevocationChange.Revoke(record)], Cancelled);

        fails = true;
        await Assert.ThrowsAsync<IOException>(async () => await store.AppendAsync([RevocationChange.Lift(record.Id, "test")], Cancelled));
        fails = false;
        // It is in force still, so that nothing has to be written.
        Assert.False((await store.AppendAsync([RevocationChange.Revoke(record)], Cancelled))[0].IsApplied);

        store = await folder.ReopenAsync();
        Assert.True(store.Set.Tokens.Contains(RevocationId.From(record.Id)));
    }

    [Fact]
    public async Task What_is_written_when_there_is_no_room_for_the_next_file_is_acknowledged()
    {
        var (isHeld, isFree) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var folder = new JournalFolder
        {
            Disk = new()
            {
                Write = async (file, bytes, offset) =>
                {
                    isHeld.TrySetResult();
                    await isFree.Task;
                    await RandomAccess.WriteAsync(file, bytes, offset);
                },
            },
        };
        var store = await folder.OpenAsync();
        var record = SomeRevocation.Token("1");
        var revoking = store.AppendAsync([RevocationChange.Revoke(record)], Cancelled).AsTask();
        await isHeld.Task;
        // Both wait for the same turn of the writer. Where the next file should stand is a folder.
        var lifting = store.AppendAsync([RevocationChange.Lift(record.Id, "test")], Cancelled).AsTask();
        var compacting = store.CompactAsync(Cancelled);
        var next = Directory.CreateDirectory(Path.Combine(folder.Path, "journal-00000002.log"));
        isFree.SetResult();

        await revoking;
        Assert.True((await lifting)[0].IsApplied);
        await Assert.ThrowsAnyAsync<Exception>(() => compacting);
        next.Delete();

        var again = (await store.AppendAsync([RevocationChange.Revoke(record)], Cancelled))[0];
        Assert.Equal((true, 3), (again.IsApplied, again.Sequence));
        store = await folder.ReopenAsync();
        Assert.True(store.Set.Tokens.Contains(RevocationId.From(record.Id)));
    }

    [Fact]
    public async Task A_start_without_what_is_damaged_leaves_no_snapshot_that_the_next_start_would_read_the_journal_by()
    {
        await using var folder = new JournalFolder { SnapshotFrom = 1, WhenDamaged = JournalDamage.StartWithout };
        var store = await folder.OpenAsync();
        foreach (var number in Enumerable.Range(0, 5)) await store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token($"{number}"))], Cancelled);
        store = await folder.ReopenAsync();
        var snapshot = await File.ReadAllBytesAsync(folder.Snapshot, Cancelled);
        var damaged = folder.Journals[0].Length + 20;
        foreach (var number in Enumerable.Range(5, 3)) await store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token($"{number}"))], Cancelled);

        // Killed, so that the snapshot is older than the end of the journal; the sixth is damaged. Then killed again.
        store = await folder.ReopenAsync(() =>
        {
            File.WriteAllBytes(folder.Snapshot, snapshot);
            JournalFolder.Flip(folder.Journals[0].FullName, damaged);
        });
        Assert.Equal(7, store.Set.Count);
        var left = File.Exists(folder.Snapshot) ? await File.ReadAllBytesAsync(folder.Snapshot, Cancelled) : null;
        store = await folder.ReopenAsync(() =>
        {
            if (left is null) File.Delete(folder.Snapshot);
            else File.WriteAllBytes(folder.Snapshot, left);
        });

        Assert.Equal(7, store.Set.Count);
        Assert.Equal(7, await store.CountAsync(new(), Cancelled));
    }
}
