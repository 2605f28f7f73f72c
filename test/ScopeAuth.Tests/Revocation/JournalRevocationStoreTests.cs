using ScopeAuth.Revocation;

namespace ScopeAuth.Tests.Revocation;

public sealed class JournalRevocationStoreTests : RevocationStoreContract, IAsyncDisposable
{
    private readonly List<JournalFolder> _folders = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var folder in _folders) await folder.DisposeAsync();
    }

    protected override async Task<IRevocationStore> CreateAsync()
    {
        var folder = new JournalFolder();
        _folders.Add(folder);
        return await folder.OpenAsync();
    }

    [Fact]
    public async Task A_restart_gives_what_was_kept()
    {
        await using var folder = new JournalFolder();
        var store = await folder.OpenAsync();
        var key = (await store.ReadKeyAsync(Cancelled)).ToArray();
        var (token, lifted, client) = (SomeRevocation.Token("1"), SomeRevocation.Token("2"), SomeRevocation.Client("0oa1"));
        await store.AppendAsync([RevocationChange.Revoke(token), RevocationChange.Revoke(lifted), RevocationChange.Revoke(client), RevocationChange.Lift(lifted.Id, "test")], Cancelled);

        store = await folder.ReopenAsync();

        Assert.Equal(key, (await store.ReadKeyAsync(Cancelled)).ToArray());
        Assert.Equal([client, token], (await store.QueryAsync(new(), Cancelled)).Items);
        Assert.True(store.Set.Tokens.Contains(RevocationId.From(token.Id)));
        Assert.False(store.Set.Tokens.Contains(RevocationId.From(lifted.Id)));
        Assert.Equal(2, store.Set.Count);
        var next = (await store.AppendAsync([RevocationChange.Revoke(lifted)], Cancelled))[0];
        Assert.Equal((5, true), (next.Sequence, next.IsApplied));
    }

    [Fact]
    public async Task Many_calls_at_once_are_all_kept_over_many_files()
    {
        await using var folder = new JournalFolder { SegmentBytes = 4096 };
        var store = await folder.OpenAsync();
        var records = Enumerable.Range(0, 500).Select(number => SomeRevocation.Token($"{number}")).ToArray();

        await Parallel.ForEachAsync(records, Cancelled, async (record, cancelled) => await store.AppendAsync([RevocationChange.Revoke(record)], cancelled));
        Assert.True(folder.Journals.Length > 5);
        store = await folder.ReopenAsync();

        Assert.Equal(500, await store.CountAsync(new(), Cancelled));
        Assert.All(records, record => Assert.True(store.Set.Tokens.Contains(RevocationId.From(record.Id))));
        Assert.Equal(records[17], await store.FindAsync(records[17].Id, Cancelled));
    }

    [Fact]
    public async Task A_second_process_is_kept_out()
    {
        await using var folder = new JournalFolder();
        await folder.OpenAsync();
        await using var second = folder.Create();

        var fault = await Assert.ThrowsAsync<IOException>(async () => await second.OpenAsync(Cancelled));

        Assert.Contains("in use by another process", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compaction_leaves_out_what_is_dead_while_others_read_and_write()
    {
        await using var folder = new JournalFolder { SegmentBytes = 64 * 1024 };
        var store = await folder.OpenAsync();
        var records = Enumerable.Range(0, 5000).Select(number => SomeRevocation.Token($"{number}")).ToArray();
        foreach (var part in records.Chunk(100)) await store.AppendAsync([.. part.Select(RevocationChange.Revoke)], Cancelled);
        foreach (var part in records.Where((_, number) => number % 10 != 0).Chunk(100)) await store.AppendAsync([.. part.Select(record => RevocationChange.Lift(record.Id, "test"))], Cancelled);
        var before = folder.Journals.Sum(file => file.Length);

        using var reading = store.QueryAsync(new() { PageSize = 1000 }, Cancelled).AsTask();
        var writing = store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Client("0oa1"))], Cancelled).AsTask();
        await store.CompactAsync(Cancelled);
        Assert.Equal(500, (await reading).Items.Count(record => record.Target.Kind == RevocationKind.Token));
        Assert.True((await writing)[0].IsApplied);

        Assert.True(folder.Journals.Sum(file => file.Length) < before / 5);
        Assert.Equal(501, await store.CountAsync(new(), Cancelled));
        var last = (await store.AppendAsync([RevocationChange.Lift(records[0].Id, "test")], Cancelled))[0];
        Assert.Equal(records[0], last.Record);
        store = await folder.ReopenAsync();
        Assert.Equal(500, await store.CountAsync(new(), Cancelled));
        Assert.Equal(500, store.Set.Count);
        Assert.True((await store.AppendAsync([RevocationChange.Revoke(records[1])], Cancelled))[0].Sequence > last.Sequence);
    }

    [Fact]
    public async Task A_snapshot_gives_the_same_as_the_journal_and_a_bad_one_is_not_used()
    {
        await using var folder = new JournalFolder();
        var store = await folder.OpenAsync();
        var client = SomeRevocation.Client("0oa1");
        foreach (var part in Enumerable.Range(0, 120_000).Chunk(10_000))
            await store.AppendAsync([.. part.Select(number => RevocationChange.Revoke(SomeRevocation.Token($"{number}")))], Cancelled);
        await store.AppendAsync([RevocationChange.Revoke(client), RevocationChange.Lift(SomeRevocation.Token("7").Id, "test")], Cancelled);

        foreach (var damage in new[] { false, true })
        {
            store = await folder.ReopenAsync(whileClosed: damage ? () => JournalFolder.Flip(folder.Snapshot, 1000) : null);
            Assert.Equal(!damage, folder.Logs.Entries.Last(entry => entry.Id.Id == 86).Text.EndsWith("True.", StringComparison.Ordinal));
            Assert.Equal(120_000, store.Set.Count);
            Assert.True(store.Set.Tokens.Contains(RevocationId.From(SomeRevocation.Token("119999").Id)));
            Assert.False(store.Set.Tokens.Contains(RevocationId.From(SomeRevocation.Token("7").Id)));
            Assert.Equal(client, await store.FindAsync(client.Id, Cancelled));
        }
        // As after a crash: the snapshot is older than the end of the journal.
        store = await folder.ReopenAsync();
        var older = await File.ReadAllBytesAsync(folder.Snapshot, Cancelled);
        await store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token("new"))], Cancelled);
        store = await folder.ReopenAsync(() => File.WriteAllBytes(folder.Snapshot, older));
        Assert.Equal(120_001, store.Set.Count);
        var newest = await store.QueryAsync(new() { PageSize = 1 }, Cancelled);
        Assert.Equal(SomeRevocation.Token("new"), Assert.Single(newest.Items));
        Assert.Equal(client, Assert.Single((await store.QueryAsync(new() { PageSize = 1, Page = newest.Next }, Cancelled)).Items));
    }
}
