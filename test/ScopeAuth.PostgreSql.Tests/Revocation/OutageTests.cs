using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.PostgreSql.Benchmarks;
using ScopeAuth.PostgreSql.Tests.Support;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.PostgreSql.Tests.Revocation;

/// <summary>Through outages of the database and of the network to it: what was acknowledged is refused afterwards, on every node.</summary>
public sealed class OutageTests(PostgreSqlCluster cluster) : IAsyncLifetime
{
    private TestAuthorizationServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServers.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_node_starts_without_a_database_and_judges_tokens_once_it_is_there()
    {
        var database = await cluster.CreateDatabaseAsync();
        await using var network = new CuttableProxy(cluster.Port);
        network.Cut();
        await using var node = await ApiNode.StartAsync(_server, network.Through(database));
        var token = _server.Token();

        var answer = await node.AskAsync("/whoami", token);
        Assert.Equal((503, Rejection.RevocationUnavailable), (answer.Status, answer.Rejection));

        network.Mend();
        await node.UntilReadyAsync(token);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cut_connection_loses_nothing(bool silently)
    {
        var database = await cluster.CreateDatabaseAsync();
        await using var network = new CuttableProxy(cluster.Port);
        await using var one = await ApiNode.StartAsync(_server, database);
        await using var two = await ApiNode.StartAsync(_server, network.Through(database), options => options.Timeout = TimeSpan.FromSeconds(1));
        var (known, meanwhile, good) = (_server.Token(), _server.Token(), _server.Token());
        await one.UntilReadyAsync(good);
        await two.UntilReadyAsync(good);
        await one.RevokeAsync(known);
        await two.UntilAsync(known, 401);

        if (silently) network.Swallow();
        else network.Cut();
        await one.RevokeAsync(meanwhile);
        // The node answers from memory: what it knew is refused, and the rest passes as long as that is fresh enough.
        Assert.Equal(401, (await two.AskAsync("/whoami", known)).Status);
        if (silently) await two.Logs.FirstAsync(entry => entry.Id.Id == 82);
        network.Mend();

        await two.UntilAsync(meanwhile, 401);
        Assert.Equal(401, (await two.AskAsync("/whoami", known)).Status);
        Assert.Equal(200, (await two.AskAsync("/whoami", good)).Status);
    }

    [Fact]
    public async Task A_node_that_is_cut_off_for_too_long_refuses_everything_until_it_has_caught_up()
    {
        await using var network = new CuttableProxy(cluster.Port);
        await using var node = await ApiNode.StartAsync(
            _server, network.Through(await cluster.CreateDatabaseAsync()), configure: null, new KeyValuePair<string, string?>("Revocation:MaxStaleness", "00:00:02"));
        var token = _server.Token();
        await node.UntilReadyAsync(token);

        network.Cut();
        await node.UntilAsync(token, 503);
        network.Mend();
        await node.UntilReadyAsync(token);
    }

    [Fact]
    public async Task A_database_that_crashes_and_comes_back_has_everything_that_was_acknowledged()
    {
        var cancelled = TestContext.Current.CancellationToken;
        await using var own = await PostgreSqlServer.StartNewAsync(cancelled, "shared_buffers=32MB");
        var database = await own.CreateDatabaseAsync(cancelled);
        await using var one = await ApiNode.StartAsync(_server, database);
        await using var two = await ApiNode.StartAsync(_server, database);
        var good = _server.Token();
        await one.UntilReadyAsync(good);
        await two.UntilReadyAsync(good);
        var acknowledged = new List<string>();

        for (var round = 0; round < Rounds.Count; round++)
        {
            var stop = new TaskCompletionSource();
            var writing = RevokeUntilItFailsAsync(one, acknowledged, 1 + round % 7, stop);
            await stop.Task.WaitAsync(cancelled);
            await own.CrashAsync(cancelled);
            await writing;
            await own.StartAsync(cancelled);
        }

        Assert.NotEmpty(acknowledged);
        foreach (var token in acknowledged)
        {
            await one.UntilAsync(token, 401);
            await two.UntilAsync(token, 401);
        }
        await two.UntilAsync(good, 200);
        Assert.True(await one.Services.GetRequiredService<IRevocationList>().CountAsync(new(), cancelled) >= acknowledged.Count);
    }

    private async Task RevokeUntilItFailsAsync(TestApi node, List<string> acknowledged, int atLeast, TaskCompletionSource reached)
    {
        var before = acknowledged.Count;
        while (true)
        {
            var token = _server.Token();
            try
            {
                await node.RevokeAsync(RevocationTarget.TokenText("server", token));
                acknowledged.Add(token);
            }
            catch (Exception exception) when (exception is Npgsql.NpgsqlException or IOException or TimeoutException)
            {
                if (reached.Task.IsCompleted) return;
            }
            if (acknowledged.Count >= before + atLeast) reached.TrySetResult();
        }
    }
}
