namespace ScopeAuth.Tests.Revocation;

/// <summary>What <see cref="IRevocationStore"/> promises. Every store has to pass; derive from it and open yours.</summary>
public abstract class RevocationStoreContract
{
    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>A store that is new and empty, opened.</summary>
    protected abstract Task<IRevocationStore> CreateAsync();

    [Fact]
    public async Task Its_key_is_sixteen_bytes_and_never_changes()
    {
        var store = await CreateAsync();

        var key = (await store.ReadKeyAsync(Cancelled)).ToArray();

        Assert.Equal(16, key.Length);
        Assert.Equal(key, (await store.ReadKeyAsync(Cancelled)).ToArray());
        Assert.NotEqual(key, (await (await CreateAsync()).ReadKeyAsync(Cancelled)).ToArray());
    }

    [Fact]
    public async Task A_revocation_is_found_as_it_was_given()
    {
        var store = await CreateAsync();
        RevocationRecord[] records =
        [
            SomeRevocation.Token("a'b\"c\\d 😀 é"),
            SomeRevocation.Of(RevocationTarget.TokenText("acme", "a.b.c")),
            SomeRevocation.Client("0oa1"),
            SomeRevocation.Client("0oa1", SomeRevocation.Time.AddMicroseconds(1)),
            SomeRevocation.Of(RevocationTarget.Subject("acme", "sub")),
            SomeRevocation.Of(RevocationTarget.Server("acme")),
            SomeRevocation.Of(RevocationTarget.Of(Organization.Parse("zscaler.net::1"))),
            SomeRevocation.Of(RevocationTarget.Of(RoleScope.Parse("zscaler.net::1::Admin")), SomeRevocation.Time) with { EndsAt = DateTimeOffset.MaxValue },
        ];

        var receipts = await store.AppendAsync([.. records.Select(RevocationChange.Revoke)], Cancelled);

        Assert.Equal(records, receipts.Select(receipt => receipt.Record));
        Assert.All(receipts, receipt => Assert.True(receipt.IsApplied));
        foreach (var record in records) Assert.Equal(record, await store.FindAsync(record.Id, Cancelled));
        Assert.Equal(records.Reverse(), (await store.QueryAsync(new(), Cancelled)).Items);
        Assert.Null(await store.FindAsync(Guid.NewGuid(), Cancelled));
    }

    [Fact]
    public async Task Sequences_grow_with_every_change()
    {
        var store = await CreateAsync();
        var (one, two) = (SomeRevocation.Token("1"), SomeRevocation.Token("2"));

        var sequences = new List<long>();
        foreach (var change in new[] { RevocationChange.Revoke(one), RevocationChange.Revoke(two), RevocationChange.Lift(one.Id, "test"), RevocationChange.Revoke(one) })
            sequences.Add((await store.AppendAsync([change], Cancelled))[0].Sequence);

        Assert.Equal(sequences.Order().Distinct(), sequences);
        Assert.True(sequences[0] > 0);
    }

    [Fact]
    public async Task What_is_revoked_twice_is_revoked_once_and_the_first_stands()
    {
        var store = await CreateAsync();
        var first = SomeRevocation.Token("1");
        var second = first with { RevokedBy = "somebody else", Reason = RevocationReason.Other };

        await store.AppendAsync([RevocationChange.Revoke(first)], Cancelled);
        var receipts = await store.AppendAsync([RevocationChange.Revoke(second), RevocationChange.Revoke(second)], Cancelled);

        Assert.All(receipts, receipt => Assert.False(receipt.IsApplied));
        Assert.All(receipts, receipt => Assert.Equal(first, receipt.Record));
        Assert.Equal(1, await store.CountAsync(new(), Cancelled));
    }

    [Fact]
    public async Task What_is_revoked_again_keeps_all_but_the_later_of_its_ends()
    {
        var store = await CreateAsync();
        var later = SomeRevocation.Time.AddHours(2);
        RevocationRecord[] firsts = [SomeRevocation.Token("1"), SomeRevocation.Client("0oa1", SomeRevocation.Time, SomeRevocation.Time.AddHours(1))];
        var others = firsts.Select(first => first with { RevokedBy = "somebody else", Reason = RevocationReason.Other, RevokedAt = SomeRevocation.Time.AddMinutes(1) }).ToArray();
        await store.AppendAsync([.. firsts.Select(RevocationChange.Revoke)], Cancelled);
        await using var node = new FollowingNode(store);
        await node.UntilAsync(() => node.IsWhole);

        var prolonged = await store.AppendAsync([.. others.Select(other => RevocationChange.Revoke(other with { EndsAt = later }))], Cancelled);
        var known = await store.AppendAsync([.. others.Select(other => RevocationChange.Revoke(other with { EndsAt = later.AddMinutes(-1) }))], Cancelled);

        RevocationRecord[] expected = [.. firsts.Select(first => first with { EndsAt = later })];
        Assert.Equal([(true, expected[0]), (true, expected[1])], prolonged.Select(receipt => (receipt.IsApplied, receipt.Record)));
        Assert.Equal([(false, expected[0]), (false, expected[1])], known.Select(receipt => (receipt.IsApplied, receipt.Record)));
        foreach (var record in expected) Assert.Equal(record, await store.FindAsync(record.Id, Cancelled));
        Assert.Equal(expected.Reverse(), (await store.QueryAsync(new(), Cancelled)).Items);
        Assert.Equal(2, await store.CountAsync(new(), Cancelled));
        await node.UntilAsync(() => expected.All(record => node.Ends[record.Id] == later));

        await store.PurgeAsync(SomeRevocation.Time.AddMinutes(90), Cancelled);
        Assert.Equal(2, await store.CountAsync(new(), Cancelled));
        Assert.All(await store.AppendAsync([.. expected.Select(record => RevocationChange.Lift(record.Id, "test"))], Cancelled), receipt => Assert.True(receipt.IsApplied));
        Assert.Equal(0, await store.CountAsync(new(), Cancelled));
    }

    [Fact]
    public async Task What_has_ended_makes_room_for_the_same_revoked_anew()
    {
        var store = await CreateAsync();
        var first = SomeRevocation.Token("1");
        var anew = first with { RevokedBy = "somebody else", Reason = RevocationReason.Other, RevokedAt = first.EndsAt!.Value, EndsAt = first.EndsAt.Value.AddHours(1) };
        await store.AppendAsync([RevocationChange.Revoke(first)], Cancelled);

        var receipt = (await store.AppendAsync([RevocationChange.Revoke(anew)], Cancelled))[0];

        Assert.Equal((true, anew), (receipt.IsApplied, receipt.Record));
        Assert.Equal([anew], (await store.QueryAsync(new(), Cancelled)).Items);
    }

    [Fact]
    public async Task Of_several_ends_in_one_call_the_latest_stands()
    {
        var store = await CreateAsync();
        var record = SomeRevocation.Token("1");

        await store.AppendAsync(
            [.. new[] { 1, 5, 3 }.Select(hours => RevocationChange.Revoke(record with { EndsAt = SomeRevocation.Time.AddHours(hours) }))], Cancelled);

        Assert.Equal([record with { EndsAt = SomeRevocation.Time.AddHours(5) }], (await store.QueryAsync(new(), Cancelled)).Items);
    }

    [Fact]
    public async Task A_lift_takes_it_away_and_tells_what_it_was()
    {
        var store = await CreateAsync();
        var record = SomeRevocation.Token("1");
        await store.AppendAsync([RevocationChange.Revoke(record)], Cancelled);

        var lifted = (await store.AppendAsync([RevocationChange.Lift(record.Id, "test")], Cancelled))[0];
        var again = (await store.AppendAsync([RevocationChange.Lift(record.Id, "test")], Cancelled))[0];

        Assert.Equal((true, record), (lifted.IsApplied, lifted.Record));
        Assert.Equal((false, null), (again.IsApplied, again.Record));
        Assert.Null(await store.FindAsync(record.Id, Cancelled));
        Assert.True((await store.AppendAsync([RevocationChange.Revoke(record)], Cancelled))[0].IsApplied);
        Assert.Equal(record, await store.FindAsync(record.Id, Cancelled));
        Assert.Equal(1, await store.CountAsync(new(), Cancelled));
    }

    [Fact]
    public async Task A_replacement_is_added_only_where_there_was_something_to_lift()
    {
        var store = await CreateAsync();
        var (all, before) = (SomeRevocation.Client("0oa1"), SomeRevocation.Client("0oa1", SomeRevocation.Time));

        Assert.False((await store.AppendAsync([RevocationChange.Lift(all.Id, "test", before)], Cancelled))[0].IsApplied);
        Assert.Equal(0, await store.CountAsync(new(), Cancelled));

        await store.AppendAsync([RevocationChange.Revoke(all)], Cancelled);
        Assert.True((await store.AppendAsync([RevocationChange.Lift(all.Id, "test", before)], Cancelled))[0].IsApplied);
        Assert.Equal([before], (await store.QueryAsync(new(), Cancelled)).Items);
    }

    [Fact]
    public async Task Every_condition_of_a_query_counts()
    {
        var store = await CreateAsync();
        var key = await store.ReadKeyAsync(Cancelled);
        var token = SomeRevocation.Token("1").With(key) with { RevokedAt = SomeRevocation.Time.AddMinutes(1), RevokedBy = "a", Reason = RevocationReason.Other };
        var client = SomeRevocation.Client("0oa1") with { RevokedAt = SomeRevocation.Time.AddMinutes(2), RevokedBy = "b" };
        var other = SomeRevocation.Token("1", server: "beta", endsAt: SomeRevocation.Time.AddMinutes(3)).With(key) with { RevokedAt = SomeRevocation.Time.AddMinutes(3), RevokedBy = "c" };
        await store.AppendAsync([RevocationChange.Revoke(token), RevocationChange.Revoke(client), RevocationChange.Revoke(other)], Cancelled);

        async Task AssertAsync(RevocationQuery query, params RevocationRecord[] expected)
        {
            Assert.Equal(expected, (await store.QueryAsync(query, Cancelled)).Items);
            Assert.Equal(expected.Length, await store.CountAsync(query, Cancelled));
        }

        await store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token("lifted")), RevocationChange.Lift(SomeRevocation.Token("lifted").Id, "test")], Cancelled);
        await AssertAsync(new(), other, client, token);
        await AssertAsync(new() { Kind = RevocationKind.Token }, other, token);
        await AssertAsync(new() { AuthorizationServer = "acme" }, client, token);
        await AssertAsync(new() { Value = "1" }, other, token);
        await AssertAsync(new() { Scope = new(Organization.Parse("zscaler.net::1"), ["beta", "gamma"]) }, other);
        await AssertAsync(new() { Value = "1", AuthorizationServer = "beta" }, other);
        await AssertAsync(new() { Reason = RevocationReason.Other }, token);
        await AssertAsync(new() { RevokedBy = "b" }, client);
        await AssertAsync(new() { RevokedFrom = SomeRevocation.Time.AddMinutes(2) }, other, client);
        await AssertAsync(new() { RevokedBefore = SomeRevocation.Time.AddMinutes(2) }, token);
        await AssertAsync(new() { NotEndedAt = SomeRevocation.Time.AddMinutes(3) }, client, token);
        await AssertAsync(new() { NotEndedAt = SomeRevocation.Time.AddMinutes(2) }, other, client, token);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("\ud800")]
    public async Task A_text_that_cannot_be_kept_is_found_nowhere(string text)
    {
        var store = await CreateAsync();
        await store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token("1"))], Cancelled);

        foreach (var query in (RevocationQuery[])[new() { Value = text }, new() { AuthorizationServer = text }, new() { RevokedBy = text }])
        {
            Assert.Empty((await store.QueryAsync(query, Cancelled)).Items);
            Assert.Equal(0, await store.CountAsync(query, Cancelled));
        }
    }

    [Fact]
    public async Task A_value_finds_tokens_of_every_server_by_ID_or_by_hash_and_whatever_else_has_that_name()
    {
        var store = await CreateAsync();
        var key = await store.ReadKeyAsync(Cancelled);
        var name = new string('a', 64);
        RevocationRecord[] named =
        [
            SomeRevocation.Token(name).With(key),
            SomeRevocation.Token(name, server: "beta").With(key),
            SomeRevocation.Of(RevocationTarget.TokenHash("gamma", name)).With(key),
            SomeRevocation.Client(name).With(key),
            SomeRevocation.Of(RevocationTarget.Subject("delta", name)).With(key),
        ];
        var others = new[] { SomeRevocation.Token("other"), SomeRevocation.Token("other", server: "epsilon"), SomeRevocation.Of(RevocationTarget.Server("acme")) };
        var lifted = SomeRevocation.Token(name, server: "zeta").With(key);
        foreach (var record in (RevocationRecord[])[.. named, .. others, lifted]) await store.AppendAsync([RevocationChange.Revoke(record)], Cancelled);
        await store.AppendAsync([RevocationChange.Lift(lifted.Id, "test")], Cancelled);

        async Task AssertAsync(RevocationQuery query, params RevocationRecord[] expected)
        {
            Assert.Equal(expected, (await store.QueryAsync(query, Cancelled)).Items);
            Assert.Equal(expected.Length, await store.CountAsync(query, Cancelled));
        }

        await AssertAsync(new() { Value = name }, [.. named.Reverse()]);
        await AssertAsync(new() { Value = name, Kind = RevocationKind.Token }, named[1], named[0]);
        await AssertAsync(new() { Value = name, Kind = RevocationKind.TokenHash }, named[2]);
        await AssertAsync(new() { Value = name, Kind = RevocationKind.Subject }, named[4]);
        await AssertAsync(new() { Value = name, AuthorizationServer = "acme" }, named[3], named[0]);
        await AssertAsync(new() { Value = name, Scope = new(Organization.Parse("zscaler.net::1"), ["beta", "gamma"]) }, named[2], named[1]);
        await AssertAsync(new() { Value = name, AuthorizationServer = "acme", Scope = new(Organization.Parse("zscaler.net::1"), ["beta", "gamma"]) });
        await AssertAsync(new() { Value = new string('a', 100_000) });
        await AssertAsync(new() { Value = name, AuthorizationServer = new string('a', 100_000) });

        var page = await store.QueryAsync(new() { Value = name, PageSize = 3 }, Cancelled);
        Assert.Equal([named[4], named[3], named[2]], page.Items);
        Assert.Equal([named[1], named[0]], (await store.QueryAsync(new() { Value = name, PageSize = 3, Page = page.Next }, Cancelled)).Items);
    }

    [Fact]
    public async Task An_organisation_sees_itself_its_roles_and_its_own_servers()
    {
        var store = await CreateAsync();
        var own = SomeRevocation.Of(RevocationTarget.Of(Organization.Parse("ZScaler.net::1")));
        var role = SomeRevocation.Of(RevocationTarget.Of(RoleScope.Parse("zscaler.net::1::Admin")));
        var client = SomeRevocation.Client("0oa1");
        RevocationRecord[] others =
        [
            SomeRevocation.Of(RevocationTarget.Of(Organization.Parse("zscaler.net::12"))),
            SomeRevocation.Of(RevocationTarget.Of(RoleScope.Parse("zscaler.net::12::Admin"))),
            SomeRevocation.Token("1", server: "beta"),
        ];
        await store.AppendAsync([.. new[] { own, role, client }.Concat(others).Select(RevocationChange.Revoke)], Cancelled);

        var scope = new RevocationScope(Organization.Parse("zscaler.NET::1"), ["acme"]);
        Assert.Equal([client, role, own], (await store.QueryAsync(new() { Scope = scope }, Cancelled)).Items);
        Assert.Equal(3, await store.CountAsync(new() { Scope = scope }, Cancelled));
    }

    [Fact]
    public async Task Pages_show_everything_once_while_others_come_and_go()
    {
        var store = await CreateAsync();
        var records = Enumerable.Range(0, 25).Select(number => SomeRevocation.Token($"{number}")).ToArray();
        await store.AppendAsync([.. records.Select(RevocationChange.Revoke)], Cancelled);

        var seen = new List<RevocationRecord>();
        string? next = null;
        do
        {
            var page = await store.QueryAsync(new() { PageSize = 10, Page = next }, Cancelled);
            seen.AddRange(page.Items);
            next = page.Next;
            await store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token($"new {seen.Count}")), RevocationChange.Lift(page.Items[^1].Id, "test")], Cancelled);
        }
        while (next is not null);

        Assert.Equal(records.Reverse(), seen);
        await Assert.ThrowsAsync<FormatException>(async () => await store.QueryAsync(new() { Page = "no page" }, Cancelled));
    }

    [Fact]
    public async Task Only_what_has_ended_is_purged()
    {
        var store = await CreateAsync();
        var ended = SomeRevocation.Token("1", SomeRevocation.Time.AddMinutes(1));
        var (later, never) = (SomeRevocation.Token("2", SomeRevocation.Time.AddMinutes(2)), SomeRevocation.Client("0oa1"));
        await store.AppendAsync([RevocationChange.Revoke(ended), RevocationChange.Revoke(later), RevocationChange.Revoke(never)], Cancelled);

        await store.PurgeAsync(SomeRevocation.Time.AddMinutes(2), Cancelled);

        Assert.Equal([never, later], (await store.QueryAsync(new(), Cancelled)).Items);
        Assert.Null(await store.FindAsync(ended.Id, Cancelled));
        Assert.Equal(2, await store.CountAsync(new(), Cancelled));
    }

    [Fact]
    public async Task Whoever_follows_from_the_beginning_gets_the_list_and_then_every_change()
    {
        var store = await CreateAsync();
        var (kept, lifted, client) = (SomeRevocation.Token("kept"), SomeRevocation.Token("lifted"), SomeRevocation.Client("0oa1"));
        await store.AppendAsync([RevocationChange.Revoke(kept), RevocationChange.Revoke(lifted), RevocationChange.Revoke(client), RevocationChange.Lift(lifted.Id, "test")], Cancelled);

        await using var node = new FollowingNode(store);
        await node.UntilAsync(() => node.IsWhole);
        Assert.Equal(new[] { kept.Id, client.Id }.Order(), node.InForce.Order());
        Assert.Equal(client, node.Records[client.Id]);

        var later = SomeRevocation.Token("later");
        await store.AppendAsync([RevocationChange.Revoke(later), RevocationChange.Lift(kept.Id, "test")], Cancelled);
        await node.UntilAsync(() => node.InForce.SetEquals([client.Id, later.Id]));
    }

    [Fact]
    public async Task Whoever_goes_on_from_a_position_misses_nothing()
    {
        var store = await CreateAsync();
        var (one, two, three) = (SomeRevocation.Token("1"), SomeRevocation.Token("2"), SomeRevocation.Token("3"));
        await store.AppendAsync([RevocationChange.Revoke(one), RevocationChange.Revoke(two)], Cancelled);
        var node = new FollowingNode(store);
        await node.UntilAsync(() => node.IsWhole);
        await node.DisposeAsync();

        await store.AppendAsync([RevocationChange.Lift(one.Id, "test"), RevocationChange.Revoke(three)], Cancelled);
        await using var again = new FollowingNode(store, node);

        await again.UntilAsync(() => again.InForce.SetEquals([two.Id, three.Id]));
    }

    [Fact]
    public async Task Two_followers_hear_of_all_that_many_writers_do_at_once()
    {
        var store = await CreateAsync();
        await using var first = new FollowingNode(store);
        await using var second = new FollowingNode(store);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var number = 0; number < 25; number++)
            {
                var record = SomeRevocation.Token($"{writer}:{number}");
                await store.AppendAsync([RevocationChange.Revoke(record)], Cancelled);
                if (number % 3 == 0) await store.AppendAsync([RevocationChange.Lift(record.Id, "test")], Cancelled);
            }
        }, Cancelled)));

        var expected = new HashSet<Guid>();
        foreach (var record in (await store.QueryAsync(new() { PageSize = 1000 }, Cancelled)).Items) expected.Add(record.Id);
        Assert.Equal(8 * 16, expected.Count);
        await first.UntilAsync(() => first.InForce.SetEquals(expected));
        await second.UntilAsync(() => second.InForce.SetEquals(expected));
    }
}
