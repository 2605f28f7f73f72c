using Npgsql;
using ScopeAuth.PostgreSql.Tests.Support;
using ScopeAuth.Tests.Revocation;

namespace ScopeAuth.PostgreSql.Tests.Revocation;

/// <summary>What a node gets to see when it starts, and when it comes back.</summary>
public sealed class FeedTests(PostgreSqlCluster cluster) : IAsyncLifetime
{
    private string _database = null!;
    private StoreOf _node = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await cluster.CreateDatabaseAsync();
        _node = new(_database, options => options.LiftRetention = TimeSpan.FromMinutes(1));
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task A_list_of_many_is_read_in_batches_and_begins_anew_once()
    {
        var records = Enumerable.Range(0, 20_000).Select(number => SomeRevocation.Token($"{number}", DateTimeOffset.MaxValue)).ToArray();
        foreach (var part in records.Chunk(10_000)) await _node.Store.AppendAsync([.. part.Select(RevocationChange.Revoke)], Cancelled);

        var batches = await TakeUntilWholeAsync(after: 0);

        Assert.True(batches[0].StartsOver);
        Assert.DoesNotContain(batches[1..], batch => batch.StartsOver);
        Assert.True(batches.Count > 3);
        Assert.All(batches[..^1], batch => Assert.Equal((0, null), (batch.Position, batch.CompleteAsOf)));
        Assert.Equal(records.Select(record => record.Id).ToHashSet(), batches.SelectMany(batch => batch.Events).Select(change => change.Id).ToHashSet());
        Assert.All(batches.SelectMany(batch => batch.Events), change => Assert.Equal(DateTimeOffset.MaxValue, change.EndsAt));
    }

    [Fact]
    public async Task What_comes_after_a_position_comes_in_batches_that_one_can_go_on_from()
    {
        var first = SomeRevocation.Token("first");
        var position = (await AppendAsync(first)).Sequence;
        var records = Enumerable.Range(0, 9_000).Select(number => SomeRevocation.Token($"{number}")).ToArray();
        await _node.Store.AppendAsync([.. records.Select(RevocationChange.Revoke)], Cancelled);

        var batches = await TakeUntilWholeAsync(position);

        // A little of what was seen before comes again.
        Assert.Equal([first.Id, .. records.Select(record => record.Id)], batches.SelectMany(batch => batch.Events).Select(change => change.Id));
        Assert.True(batches.Count > 2);
        Assert.All(batches[..^1], batch => Assert.Equal(batch.Events[^1].Sequence, batch.Position));
    }

    [Fact]
    public async Task Times_of_tokens_come_as_they_were_given()
    {
        var end = SomeRevocation.Time.AddHours(1).AddMicroseconds(1);
        var (hour, ever, ended) = (SomeRevocation.Token("1", end), SomeRevocation.Token("2", DateTimeOffset.MaxValue), SomeRevocation.Token("3", end.AddHours(-3)));
        var never = SomeRevocation.Token("4") with { EndsAt = null };
        await AppendAsync(hour, ever, ended, never);

        var ends = (await TakeUntilWholeAsync(after: 0)).SelectMany(batch => batch.Events).ToDictionary(change => change.Id, change => change.EndsAt);

        // What has ended does not come any more.
        Assert.Equal(new Dictionary<Guid, DateTimeOffset?> { [hour.Id] = end, [ever.Id] = DateTimeOffset.MaxValue, [never.Id] = null }, ends);
    }

    [Fact]
    public async Task What_has_ended_less_than_an_hour_ago_comes_because_the_clock_of_the_node_may_be_ahead()
    {
        var ended = SomeRevocation.Time.AddMinutes(-50);
        var (token, client) = (SomeRevocation.Token("1", ended), SomeRevocation.Client("2", SomeRevocation.Time.AddHours(-2), ended));
        await AppendAsync(token, client);

        var seen = (await TakeUntilWholeAsync(after: 0)).SelectMany(batch => batch.Events).Select(change => change.Id);

        Assert.Equal([client.Id, token.Id], seen);
    }

    [Fact]
    public async Task A_node_that_was_away_for_longer_than_lifts_are_kept_begins_anew()
    {
        var (kept, lifted) = (SomeRevocation.Token("kept", DateTimeOffset.MaxValue), SomeRevocation.Token("lifted", DateTimeOffset.MaxValue));
        var position = (await AppendAsync(kept, lifted)).Sequence;
        await _node.Store.AppendAsync([RevocationChange.Lift(lifted.Id, "test")], Cancelled);
        await ExecuteAsync("SELECT 1 / count(*) FROM scopeauth.lifts WHERE lifted_by = 'test'");
        Assert.Single((await TakeUntilWholeAsync(position)).SelectMany(batch => batch.Events), change => change.IsLift);

        await ExecuteAsync("UPDATE scopeauth.lifts SET lifted_at = lifted_at - interval '2 minutes'");
        await _node.Store.PurgeAsync(SomeRevocation.Time, Cancelled);
        var anew = await TakeUntilWholeAsync(position);

        Assert.True(anew[0].StartsOver);
        Assert.Equal([kept.Id], anew.SelectMany(batch => batch.Events).Select(change => change.Id));
        Assert.False((await TakeUntilWholeAsync(anew[^1].Position))[0].StartsOver);
    }

    [Fact]
    public async Task A_replica_that_takes_over_and_gives_out_lost_numbers_again_is_heard()
    {
        var kept = SomeRevocation.Token("kept");
        await AppendAsync(kept);
        var position = (await AppendAsync(SomeRevocation.Token("lost"), SomeRevocation.Token("lost, too"))).Sequence;
        await ExecuteAsync("DELETE FROM scopeauth.revocations WHERE sequence > 2; UPDATE scopeauth.revocation_state SET last_sequence = 2");
        RevocationRecord[] later = [.. Enumerable.Range(0, 5).Select(number => SomeRevocation.Token($"{number}"))];
        await AppendAsync(later);

        var seen = (await TakeUntilWholeAsync(position)).SelectMany(batch => batch.Events).Select(change => change.Id);

        Assert.Empty(later.Select(record => record.Id).Except(seen));
    }

    [Fact]
    public async Task A_commit_that_fails_is_not_acknowledged()
    {
        await _node.Store.ReadKeyAsync(Cancelled);
        await ExecuteAsync("""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
            CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON scopeauth.revocations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse();
            """);

        await Assert.ThrowsAsync<PostgresException>(async () => await AppendAsync(SomeRevocation.Token("1")));

        Assert.Equal(0, await _node.Store.CountAsync(new(), Cancelled));
    }

    [Fact]
    public async Task A_database_that_was_restored_from_a_backup_is_read_anew()
    {
        await AppendAsync(SomeRevocation.Token("1", DateTimeOffset.MaxValue));

        Assert.True((await TakeUntilWholeAsync(after: 1_000_000))[0].StartsOver);
    }

    [Fact]
    public async Task A_database_that_was_restored_from_a_backup_and_then_took_very_many_is_read_anew()
    {
        await AppendAsync([.. Enumerable.Range(0, 10_000).Select(number => SomeRevocation.Token($"before {number}", DateTimeOffset.MaxValue))]);
        await AppendAsync([.. Enumerable.Range(0, 100).Select(number => SomeRevocation.Token($"lost {number}", DateTimeOffset.MaxValue))]);
        var position = (await TakeUntilWholeAsync(after: 0))[^1].Position;
        Assert.False((await TakeUntilWholeAsync(position))[0].StartsOver);

        await ExecuteAsync("DELETE FROM scopeauth.revocations WHERE sequence > 20; UPDATE scopeauth.revocation_state SET last_sequence = 20");
        RevocationRecord[] later = [.. Enumerable.Range(0, 10_200).Select(number => SomeRevocation.Token($"{number}", DateTimeOffset.MaxValue))];
        foreach (var part in later.Chunk(10_000)) await AppendAsync(part);

        var seen = (await TakeUntilWholeAsync(position)).SelectMany(batch => batch.Events).Select(change => change.Id).ToHashSet();
        Assert.Empty(later.Select(record => record.Id).Except(seen));
    }

    [Fact]
    public async Task A_database_in_place_of_another_is_read_anew_with_its_own_key()
    {
        await AppendAsync(SomeRevocation.Token("1"), SomeRevocation.Token("2"));
        var key = await _node.Store.ReadKeyAsync(Cancelled);
        await TakeUntilWholeAsync(after: 0);
        await ExecuteAsync("DROP SCHEMA scopeauth CASCADE");
        await using (var other = new StoreOf(_database))
            await other.Store.AppendAsync([.. Enumerable.Range(0, 9).Select(number => RevocationChange.Revoke(SomeRevocation.Token($"{number}", DateTimeOffset.MaxValue)))], Cancelled);

        await Assert.ThrowsAsync<InvalidDataException>(async () => await TakeUntilWholeAsync(after: 3));

        Assert.NotEqual(key.ToArray(), (await _node.Store.ReadKeyAsync(Cancelled)).ToArray());
        Assert.True((await TakeUntilWholeAsync(after: 3))[0].StartsOver);
    }

    [Fact]
    public async Task What_is_revoked_with_the_key_of_a_database_that_was_replaced_is_not_acknowledged()
    {
        var key = await _node.Store.ReadKeyAsync(Cancelled);
        await AppendAsync(SomeRevocation.Token("1").With(key));
        await ExecuteAsync("DROP SCHEMA scopeauth CASCADE");
        await using var other = new StoreOf(_database);
        var kept = SomeRevocation.Token("2").With(await other.Store.ReadKeyAsync(Cancelled));
        await other.Store.AppendAsync([RevocationChange.Revoke(kept)], Cancelled);

        await Assert.ThrowsAsync<InvalidDataException>(async () => await AppendAsync(SomeRevocation.Token("3").With(key)));

        Assert.Equal([kept], (await other.Store.QueryAsync(new(), Cancelled)).Items);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await TakeUntilWholeAsync(after: 2));
        await AppendAsync(SomeRevocation.Token("3").With(await _node.Store.ReadKeyAsync(Cancelled)));
    }

    [Fact]
    public async Task Nothing_comes_from_a_database_that_was_replaced_while_the_connection_lived()
    {
        await using var node = new StoreOf(_database, options => options.CatchUpInterval = TimeSpan.FromMilliseconds(100));
        await AppendAsync(SomeRevocation.Token("1"));
        await using var following = node.Store.FollowAsync(0, Cancelled).GetAsyncEnumerator(Cancelled);
        while (await following.MoveNextAsync() && following.Current.CompleteAsOf is null) ;

        await ExecuteAsync("UPDATE scopeauth.revocation_state SET key = decode('000102030405060708090a0b0c0d0e0f', 'hex'), last_sequence = 1");

        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            // What was asked before may still come.
            while (await following.MoveNextAsync()) Assert.False(following.Current.StartsOver);
        });
    }

    [Fact]
    public async Task What_has_ended_may_be_revoked_again_and_is_not_dropped_with_its_old_end()
    {
        var ended = SomeRevocation.Token("1", SomeRevocation.Time.AddMinutes(1));
        var position = (await AppendAsync(ended)).Sequence;
        var again = ended with { RevokedAt = SomeRevocation.Time.AddMinutes(1), EndsAt = DateTimeOffset.MaxValue, RevokedBy = "again" };

        var receipt = (await _node.Store.AppendAsync([RevocationChange.Revoke(again), RevocationChange.Revoke(ended)], Cancelled))[0];

        Assert.True(receipt.IsApplied);
        Assert.Equal(0, await _node.Store.PurgeAsync(SomeRevocation.Time.AddHours(1), Cancelled));
        Assert.Equal(again, await _node.Store.FindAsync(ended.Id, Cancelled));
        Assert.Equal(new RevocationEvent(receipt.Sequence, ended.Id, false, DateTimeOffset.MaxValue, null), Assert.Single((await TakeUntilWholeAsync(position)).SelectMany(batch => batch.Events)));
    }

    [Fact]
    public async Task An_idle_feed_says_every_now_and_then_how_fresh_it_is()
    {
        await using var node = new StoreOf(_database, options => options.CatchUpInterval = TimeSpan.FromMilliseconds(100));
        var times = new List<DateTimeOffset>();

        await foreach (var batch in node.Store.FollowAsync(0, Cancelled))
        {
            if (batch.CompleteAsOf is { } asOf) times.Add(asOf);
            if (times.Count == 5) break;
        }

        Assert.Equal(times.Order(), times);
        Assert.True(times[^1] > times[0]);
    }

    private async Task<RevocationReceipt> AppendAsync(params RevocationRecord[] records) =>
        (await _node.Store.AppendAsync([.. records.Select(RevocationChange.Revoke)], Cancelled))[^1];

    private async Task<List<RevocationBatch>> TakeUntilWholeAsync(long after)
    {
        var batches = new List<RevocationBatch>();
        await foreach (var batch in _node.Store.FollowAsync(after, Cancelled))
        {
            batches.Add(batch);
            if (batch.CompleteAsOf is not null) break;
        }
        return batches;
    }

    private async Task ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(Cancelled);
    }
}
