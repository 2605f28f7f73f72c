using ScopeAuth.Revocation;

namespace ScopeAuth.Tests.Revocation;

/// <summary>Files that end too early, files that were changed, disks that take no more.</summary>
public sealed class JournalFaultTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_journal_that_ends_anywhere_in_its_last_record_gives_all_the_others()
    {
        await using var folder = new JournalFolder();
        var store = await folder.OpenAsync();
        await store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token("1"))], Cancelled);
        await folder.CloseAsync();
        var whole = folder.Journals[0].Length;
        store = await folder.OpenAsync();
        await store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token("2")), RevocationChange.Revoke(SomeRevocation.Token("3"))], Cancelled);
        await folder.CloseAsync();
        var bytes = await File.ReadAllBytesAsync(folder.Journals[0].FullName, Cancelled);

        for (var length = whole; length < bytes.Length; length++)
        {
            await File.WriteAllBytesAsync(folder.Journals[0].FullName, bytes[..(int)length], Cancelled);
            store = await folder.OpenAsync();
            Assert.Equal(1, store.Set.Count);                   // neither of the two: a call counts whole or not at all
            await folder.CloseAsync();
            Assert.Equal(whole, folder.Journals[0].Length);
            Assert.Equal(length > whole, folder.Logs.Entries.Any(entry => entry.Id.Id == 87 && entry.Text.Contains($" {length - whole} bytes from byte {whole} ", StringComparison.Ordinal)));
        }

        store = await folder.OpenAsync();
        await store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token("4"))], Cancelled);
        store = await folder.ReopenAsync();
        Assert.Equal(2, store.Set.Count);
    }

    [Fact]
    public async Task One_changed_bit_inside_stops_the_start_and_is_named_with_its_place()
    {
        await using var folder = new JournalFolder();
        var store = await folder.OpenAsync();
        for (var number = 0; number < 5; number++) await store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token($"{number}"))], Cancelled);
        await folder.CloseAsync();
        var length = (folder.Journals[0].Length - JournalSegment.HeaderLength) / 5;

        for (var at = 0; at < 4 * length; at += 7)
        {
            var place = JournalSegment.HeaderLength + at;
            JournalFolder.Flip(folder.Journals[0].FullName, place);
            var fault = await Assert.ThrowsAsync<InvalidDataException>(folder.OpenAsync);
            Assert.Contains($"is damaged at byte {JournalSegment.HeaderLength + at / length * length}", fault.Message, StringComparison.Ordinal);
            Assert.Contains("StartWithout", fault.Message, StringComparison.Ordinal);
            await folder.CloseAsync();
            JournalFolder.Flip(folder.Journals[0].FullName, place);
        }
        Assert.Equal(5, (await folder.OpenAsync()).Set.Count);
    }

    [Fact]
    public async Task With_StartWithout_the_rest_is_used_and_a_copy_is_kept()
    {
        await using var folder = new JournalFolder { WhenDamaged = JournalDamage.StartWithout };
        var store = await folder.OpenAsync();
        for (var number = 0; number < 5; number++) await store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token($"{number}"))], Cancelled);
        await folder.CloseAsync();
        JournalFolder.Flip(folder.Journals[0].FullName, JournalSegment.HeaderLength + 30);

        store = await folder.OpenAsync();

        Assert.Equal(4, store.Set.Count);
        Assert.Contains(folder.Logs.Entries, entry => entry.Id.Id == 88);
        Assert.True(File.Exists($"{folder.Journals[0].FullName}.damaged"));
        Assert.Equal(4, await store.CountAsync(new(), Cancelled));
        folder.WhenDamaged = JournalDamage.StopStart;
        Assert.Equal(4, (await folder.ReopenAsync()).Set.Count);
    }

    [Fact]
    public async Task What_is_revoked_again_is_found_without_reading_the_journal_from_its_beginning()
    {
        await using var folder = new JournalFolder();
        var store = await folder.OpenAsync();
        foreach (var name in (string[])["1", "2", "2"]) await store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token(name))], Cancelled);
        var later = SomeRevocation.Token("3");
        await store.AppendAsync([RevocationChange.Revoke(later)], Cancelled);
        // Whoever reads the first again stumbles over it.
        JournalFolder.Flip(folder.Journals[0].FullName, JournalSegment.HeaderLength + 30);

        foreach (var record in (RevocationRecord[])[SomeRevocation.Token("2"), later])
        {
            var receipt = (await store.AppendAsync([RevocationChange.Revoke(record)], Cancelled))[0];
            Assert.Equal((false, record), (receipt.IsApplied, receipt.Record));
        }
        Assert.True((await store.AppendAsync([RevocationChange.Lift(later.Id, "test")], Cancelled))[0].IsApplied);
    }

    [Fact]
    public async Task A_missing_file_and_a_damaged_header_stop_the_start()
    {
        await using var folder = new JournalFolder { SegmentBytes = 200 };
        var store = await folder.OpenAsync();
        for (var number = 0; number < 9; number++) await store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token($"{number}"))], Cancelled);
        await folder.CloseAsync();
        Assert.True(folder.Journals.Length >= 3);

        JournalFolder.Flip(folder.Journals[1].FullName, 20);
        Assert.Contains("at byte 0", (await Assert.ThrowsAsync<InvalidDataException>(folder.OpenAsync)).Message, StringComparison.Ordinal);
        await folder.CloseAsync();
        folder.Journals[1].Delete();
        Assert.Contains("is missing", (await Assert.ThrowsAsync<InvalidDataException>(folder.OpenAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_power_cut_that_loses_the_beginning_of_a_write_of_several_calls_leaves_a_torn_end()
    {
        var (places, isWriting, goOn) = (new List<long>(), new TaskCompletionSource(), new TaskCompletionSource());
        await using var folder = new JournalFolder
        {
            Disk = new()
            {
                Write = async (file, bytes, offset) =>
                {
                    places.Add(offset);
                    isWriting.TrySetResult();
                    await goOn.Task;
                    await RandomAccess.WriteAsync(file, bytes, offset);
                },
            },
        };
        var store = await folder.OpenAsync();
        var first = store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token("1"))], Cancelled).AsTask();
        await isWriting.Task.WaitAsync(Cancelled);
        // While the disk is busy several come, and share the next write.
        Task[] others = [.. Enumerable.Range(2, 3).Select(number => store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token($"{number}"))], Cancelled).AsTask())];
        goOn.SetResult();
        await Task.WhenAll([first, .. others]);
        await folder.CloseAsync();
        Assert.Equal(2, places.Count);
        var journal = folder.Journals[0].FullName;
        var bytes = await File.ReadAllBytesAsync(journal, Cancelled);
        bytes.AsSpan((int)places[1], 64).Clear();
        await File.WriteAllBytesAsync(journal, bytes, Cancelled);

        store = await folder.OpenAsync();

        Assert.Equal(1, store.Set.Count);
        Assert.Contains(folder.Logs.Entries, entry => entry.Id.Id == 87);
        Assert.Equal(places[1], folder.Journals[0].Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_full_disk_fails_the_call_clearly_reads_go_on_and_later_writes_work(bool whileWriting)
    {
        var isFull = false;
        await using var folder = new JournalFolder
        {
            Disk = new()
            {
                Write = async (file, bytes, offset) =>
                {
                    // A disk that runs full takes the beginning.
                    await RandomAccess.WriteAsync(file, isFull && whileWriting ? bytes[..(bytes.Length / 2)] : bytes, offset);
                    if (isFull && whileWriting) throw new IOException("No space left on device");
                },
                Flush = file =>
                {
                    if (isFull) throw new IOException("No space left on device");
                    RandomAccess.FlushToDisk(file);
                },
            },
        };
        var store = await folder.OpenAsync();
        var (first, second, third) = (SomeRevocation.Token("1"), SomeRevocation.Token("2"), SomeRevocation.Token("3"));
        await store.AppendAsync([RevocationChange.Revoke(first)], Cancelled);

        isFull = true;
        var fault = await Assert.ThrowsAsync<IOException>(async () => await store.AppendAsync([RevocationChange.Revoke(second)], Cancelled));
        Assert.Contains("No space left on device", fault.Message, StringComparison.Ordinal);
        Assert.Equal([first], (await store.QueryAsync(new(), Cancelled)).Items);
        Assert.False(store.Set.Tokens.Contains(RevocationId.From(second.Id)));

        isFull = false;
        Assert.True((await store.AppendAsync([RevocationChange.Revoke(third)], Cancelled))[0].IsApplied);
        store = await folder.ReopenAsync();
        Assert.Equal([third, first], (await store.QueryAsync(new(), Cancelled)).Items);
        Assert.DoesNotContain(folder.Logs.Entries, entry => entry.Id.Id == 87);
    }
}
