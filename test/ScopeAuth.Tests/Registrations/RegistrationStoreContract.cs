namespace ScopeAuth.Tests.Registrations;

/// <summary>What every store owes, whatever it keeps its entries in.</summary>
public abstract class RegistrationStoreContract
{
    protected static readonly DateTimeOffset Time = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>A new, empty store.</summary>
    protected abstract Task<IRegistrationStore> CreateAsync();

    [Fact]
    public async Task A_new_store_yields_an_empty_set_of_version_0()
    {
        var set = await NowAsync(await CreateAsync());

        Assert.Equal(0, set.Version);
        Assert.Empty(set.Entries);
    }

    [Fact]
    public async Task An_entry_that_was_added_comes_back_as_it_was()
    {
        var store = await CreateAsync();
        const string settings = """{"Description":"a \"b\" \u00e9 \ud83d\ude00 <i>","Issuer":"https://acme.example"}""";

        var receipt = await store.WriteAsync(Change(0, "acme", settings) with { ChangedBy = "Ålice <a@b>" }, Cancelled);

        var entry = Assert.Single(receipt.Set.Entries);
        Assert.Equal((true, receipt.Set.Version), (receipt.IsApplied, entry.Version));
        Assert.True(receipt.Set.Version > 0);
        Assert.Equal(new() { Name = "acme", Version = entry.Version, Settings = settings, ChangedBy = "Ålice <a@b>", ChangedAt = Time }, entry);
        Assert.Equal(entry, Assert.Single((await NowAsync(store)).Entries));
    }

    [Fact]
    public async Task A_change_gives_its_entry_the_sets_new_version_and_leaves_the_others()
    {
        var store = await CreateAsync();
        var first = await AddAsync(store, "first");
        var second = await AddAsync(store, "second");

        var receipt = await store.WriteAsync(Change(second.Version, "first", """{"Description":"new"}"""), Cancelled);

        Assert.True(receipt.IsApplied);
        var entries = receipt.Set.Entries.ToDictionary(entry => entry.Name);
        Assert.Equal((receipt.Set.Version, """{"Description":"new"}"""), (entries["first"].Version, entries["first"].Settings));
        Assert.Equal(second.Version, entries["second"].Version);
        Assert.True(first.Version < second.Version && second.Version < receipt.Set.Version);
    }

    [Fact]
    public async Task A_change_that_expects_another_version_is_not_kept_and_learns_how_it_is()
    {
        var store = await CreateAsync();
        var set = await AddAsync(store, "acme");

        foreach (var version in (long[])[0, set.Version - 1, set.Version + 1])
        {
            var receipt = await store.WriteAsync(Change(version, "acme", "{}"), Cancelled);
            Assert.False(receipt.IsApplied);
            Assert.Equal(set.Entries, receipt.Set.Entries);
            Assert.Equal(set.Version, receipt.Set.Version);
        }
        Assert.Equal(set.Entries, (await NowAsync(store)).Entries);
    }

    [Fact]
    public async Task What_was_deleted_is_gone_and_its_name_can_be_taken_again_under_a_version_that_was_never_used()
    {
        var store = await CreateAsync();
        var set = await AddAsync(store, "acme");

        var deleted = await store.WriteAsync(Change(set.Version, "acme", null), Cancelled);
        Assert.True(deleted.IsApplied);
        Assert.Empty(deleted.Set.Entries);
        Assert.Empty((await NowAsync(store)).Entries);

        var again = await store.WriteAsync(Change(deleted.Set.Version, "acme", "{}"), Cancelled);
        Assert.True(Assert.Single(again.Set.Entries).Version > deleted.Set.Version && deleted.Set.Version > set.Version);
    }

    [Fact]
    public async Task Names_differ_by_case()
    {
        var store = await CreateAsync();
        await AddAsync(store, "acme");

        var set = await AddAsync(store, "Acme");

        Assert.Equal(["Acme", "acme"], set.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_changes_that_expect_the_same_version_one_is_kept()
    {
        var store = await CreateAsync();
        var set = await AddAsync(store, "acme");

        var receipts = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(
            async () => await store.WriteAsync(Change(set.Version, "acme", $$"""{"Description":"{{number}}"}"""), Cancelled), Cancelled)));

        var kept = Assert.Single(receipts, receipt => receipt.IsApplied);
        Assert.Equal(kept.Set.Entries, (await NowAsync(store)).Entries);
        Assert.All(receipts, receipt => Assert.Equal(kept.Set.Entries, receipt.Set.Entries));
    }

    [Fact]
    public async Task Whoever_follows_sees_what_is_there_and_then_every_change()
    {
        var store = await CreateAsync();
        var version = (await AddAsync(store, "one")).Version;
        await using var follower = store.FollowAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        Assert.True(await follower.MoveNextAsync());
        Assert.Equal(["one"], follower.Current.Entries.Select(entry => entry.Name));

        foreach (var name in (string[])["two", "three"])
        {
            var next = follower.MoveNextAsync();
            version = (await AddAsync(store, name)).Version;
            Assert.True(await next);
            Assert.Equal(version, follower.Current.Version);
        }
        var last = follower.MoveNextAsync();
        await store.WriteAsync(Change(version, "two", null), Cancelled);
        Assert.True(await last);
        Assert.Equal(["one", "three"], follower.Current.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal));
    }

    protected static RegistrationChange Change(long expected, string name, string? settings) =>
        new() { ExpectedVersion = expected, Name = name, Settings = settings, ChangedBy = "alice", ChangedAt = Time };

    protected static async Task<RegistrationSet> NowAsync(IRegistrationStore store)
    {
        await foreach (var set in store.FollowAsync(Cancelled)) return set;
        throw new InvalidOperationException("The store ended.");
    }

    protected static async Task<RegistrationSet> AddAsync(IRegistrationStore store, string name)
    {
        var receipt = await store.WriteAsync(Change((await NowAsync(store)).Version, name, "{}"), Cancelled);
        Assert.True(receipt.IsApplied);
        return receipt.Set;
    }
}
