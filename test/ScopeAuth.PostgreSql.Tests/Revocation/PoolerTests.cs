using ScopeAuth.PostgreSql.Tests.Support;
using ScopeAuth.Tests.Revocation;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.PostgreSql.Tests.Revocation;

/// <summary>Behind a pooler nothing can wake a node: it asks.</summary>
public sealed class PoolerTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_behind_a_pooler_hear_of_each_other()
    {
        await using var pooler = await PgBouncer.StartAsync(cluster);
        var database = pooler.Through(await cluster.CreateDatabaseAsync());
        await using var server = await TestServers.StartAsync();
        await using var one = await ApiNode.StartAsync(server, database, options => options.PollInterval = TimeSpan.FromMilliseconds(50));
        await using var two = await ApiNode.StartAsync(server, database, options => options.PollInterval = TimeSpan.FromMilliseconds(50));
        var token = server.Token();
        await one.UntilReadyAsync(token);
        await two.UntilReadyAsync(token);

        await one.RevokeAsync(token);

        await two.UntilAsync(token, 401);
        Assert.Contains(two.Logs.Entries, entry => entry.Id.Id == 91);
    }

    [Fact]
    public async Task Everything_but_the_wake_up_works_through_a_pooler()
    {
        await using var pooler = await PgBouncer.StartAsync(cluster);
        await using var node = new StoreOf(pooler.Through(await cluster.CreateDatabaseAsync()), options => options.PollInterval = TimeSpan.FromMilliseconds(20));
        await using var follower = new FollowingNode(node.Store);
        var records = Enumerable.Range(0, 20).Select(number => SomeRevocation.Token($"{number}")).ToArray();

        await Task.WhenAll(records.Select(record => node.Store.AppendAsync([RevocationChange.Revoke(record)], Cancelled).AsTask()));
        await follower.UntilAsync(() => follower.InForce.SetEquals(records.Select(record => record.Id)));

        Assert.Equal(20, (await node.Store.QueryAsync(new() { AuthorizationServer = "acme" }, Cancelled)).Items.Count);
        Assert.Equal(20, await node.Store.PurgeAsync(DateTimeOffset.MaxValue, Cancelled));
    }

    [Fact]
    public async Task Without_a_pooler_nothing_is_polled()
    {
        await using var server = await TestServers.StartAsync();
        await using var node = await ApiNode.StartAsync(server, await cluster.CreateDatabaseAsync());
        await node.UntilReadyAsync(server.Token());

        Assert.DoesNotContain(node.Logs.Entries, entry => entry.Id.Id == 91);
    }
}
