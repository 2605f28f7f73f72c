using Npgsql;
using ScopeAuth.PostgreSql.Revocation;
using ScopeAuth.PostgreSql.Tests.Support;
using ScopeAuth.Tests.Revocation;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.PostgreSql.Tests.Revocation;

/// <summary>A number that is given out later is never committed earlier: whoever has seen number n has seen all before it.</summary>
public sealed class CommitOrderTests(PostgreSqlCluster cluster) : IAsyncLifetime
{
    private StoreOf _node = null!;
    private string _database = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await cluster.CreateDatabaseAsync();
        _node = new(_database);
        await _node.Store.ReadKeyAsync(Cancelled);
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task A_second_writer_gets_no_number_while_the_first_has_not_committed()
    {
        await using var slow = await OpenAsync();
        await using var transaction = await slow.BeginTransactionAsync(Cancelled);
        var (early, late) = (SomeRevocation.Token("early"), SomeRevocation.Token("late"));
        await AppendAsync(slow, early);

        await using var follower = new FollowingNode(_node.Store);
        await follower.UntilAsync(() => follower.IsWhole);
        var appending = _node.Store.AppendAsync([RevocationChange.Revoke(late)], Cancelled).AsTask();
        await Task.WhenAny(appending, UntilSomebodyWaitsAsync());

        // Neither is seen: had the second one a number already, a node could go past the first one's.
        Assert.False(appending.IsCompleted);
        Assert.Empty(follower.InForce);

        await transaction.CommitAsync(Cancelled);
        await appending;
        await follower.UntilAsync(() => follower.InForce.SetEquals([early.Id, late.Id]));
    }

    [Fact]
    public async Task A_transaction_that_is_rolled_back_leaves_no_gap_that_anybody_waits_for()
    {
        await using var follower = new FollowingNode(_node.Store);
        await follower.UntilAsync(() => follower.IsWhole);
        await using (var slow = await OpenAsync())
        await using (await slow.BeginTransactionAsync(Cancelled)) await AppendAsync(slow, SomeRevocation.Token("never"));

        var kept = SomeRevocation.Token("kept");
        var receipt = (await _node.Store.AppendAsync([RevocationChange.Revoke(kept)], Cancelled))[0];

        await follower.UntilAsync(() => follower.InForce.SetEquals([kept.Id]));
        Assert.Equal(2, receipt.Sequence);
    }

    [Fact]
    public async Task A_transaction_that_is_open_for_long_and_writes_something_else_holds_nobody_up()
    {
        await using var other = await OpenAsync();
        await using var transaction = await other.BeginTransactionAsync(Cancelled);
        await using (var command = new NpgsqlCommand("CREATE TABLE else_where (id int)", other)) await command.ExecuteNonQueryAsync(Cancelled);
        await using var follower = new FollowingNode(_node.Store);

        var record = SomeRevocation.Token("1");
        await _node.Store.AppendAsync([RevocationChange.Revoke(record)], Cancelled);

        await follower.UntilAsync(() => follower.InForce.SetEquals([record.Id]));
    }

    [Fact]
    public async Task A_commit_waits_for_the_disk_whatever_the_database_is_set_to()
    {
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(Cancelled);
        await using (var off = new NpgsqlCommand("SET synchronous_commit = off", connection)) await off.ExecuteNonQueryAsync(Cancelled);

        await AppendAsync(connection, SomeRevocation.Token("1"));

        await using var show = new NpgsqlCommand("SHOW synchronous_commit", connection);
        Assert.Equal("on", await show.ExecuteScalarAsync(Cancelled));
    }

    [Fact]
    public async Task Whoever_waits_at_the_same_time_shares_a_commit_and_gets_an_answer_of_its_own()
    {
        await using var slow = await OpenAsync();
        await using var transaction = await slow.BeginTransactionAsync(Cancelled);
        await AppendAsync(slow, SomeRevocation.Token("first"));
        var records = Enumerable.Range(0, 60).Select(number => SomeRevocation.Token($"{number / 2}")).ToArray();

        var appending = records.Select(record => _node.Store.AppendAsync([RevocationChange.Revoke(record)], Cancelled).AsTask()).ToArray();
        await UntilSomebodyWaitsAsync();
        await transaction.CommitAsync(Cancelled);
        var receipts = await Task.WhenAll(appending);

        Assert.Equal(records, receipts.Select(receipt => Assert.Single(receipt).Record));
        Assert.Equal(records.Select((_, place) => place % 2 == 0), receipts.Select(receipt => receipt[0].IsApplied));
        await using var command = new NpgsqlCommand("SELECT count(DISTINCT xmin::text) FROM scopeauth.revocations", slow);
        Assert.InRange((long)(await command.ExecuteScalarAsync(Cancelled))!, 2, 10);
    }

    [Fact]
    public async Task Who_gives_up_waiting_does_not_take_the_others_with_it()
    {
        await using var slow = await OpenAsync();
        await using var transaction = await slow.BeginTransactionAsync(Cancelled);
        await AppendAsync(slow, SomeRevocation.Token("first"));
        using var impatient = new CancellationTokenSource();

        var given = _node.Store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token("given up"))], impatient.Token).AsTask();
        var patient = _node.Store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token("patient"))], Cancelled).AsTask();
        await UntilSomebodyWaitsAsync();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        await transaction.CommitAsync(Cancelled);

        Assert.True((await patient)[0].IsApplied);
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync(Cancelled);
        return connection;
    }

    // The writer's own statement, in a transaction that stays open: as if its node had stopped in the middle.
    private async Task AppendAsync(NpgsqlConnection connection, RevocationRecord record)
    {
        await using var command = AppendCommand.Create(connection, _node.Schema, (await _node.Store.ReadKeyAsync(Cancelled)).ToArray(), [RevocationChange.Revoke(record)]);
        await command.ExecuteNonQueryAsync(Cancelled);
    }

    private async Task UntilSomebodyWaitsAsync()
    {
        await using var connection = await OpenAsync();
        await using var waiting = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", connection);
        await Eventually.IsAsync(async () => (long)(await waiting.ExecuteScalarAsync(Cancelled))!, waitingForLocks => waitingForLocks > 0);
    }
}
