using ScopeAuth.PostgreSql.Benchmarks;
using ScopeAuth.PostgreSql.Tests.Support;
using ScopeAuth.Tests.Revocation;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.PostgreSql.Tests.Revocation;

/// <summary>A node that is killed in the middle of writing takes nothing with it that it had acknowledged, and holds up nobody.</summary>
public sealed class KilledNodeTests(PostgreSqlCluster cluster, ITestOutputHelper output)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_killed_node_had_acknowledged_is_in_force_on_the_others()
    {
        await using var server = await TestServers.StartAsync();
        var database = await cluster.CreateDatabaseAsync();
        await using var other = new StoreOf(database);
        await using var follower = new FollowingNode(other.Store);
        var (random, acknowledged) = (new Random(20261121), new List<string>());

        for (var round = 0; round < Rounds.Count; round++)
        {
            await using var node = new NodeProcess("write", database, server.ConfigurationFor("server"));
            // Somewhere in the middle of a write: it goes on writing while its lines are read.
            for (var lines = random.Next(1, 200); lines > 0; lines--) acknowledged.Add((await node.ReadLineAsync(Cancelled))!);
            node.Kill();
            await ReadAsync(node, acknowledged);
        }

        // The next writer goes on at once: no lock was left behind.
        var after = SomeRevocation.Token("after");
        await other.Store.AppendAsync([RevocationChange.Revoke(after)], Cancelled);
        await follower.UntilAsync(() => follower.InForce.Contains(after.Id));
        var kept = await KeptAsync(other.Store);
        output.WriteLine($"{Rounds.Count} nodes killed, {acknowledged.Count} acknowledged, {kept.Count} kept.");
        Assert.Empty(acknowledged.Except(kept.Keys));
        Assert.True(follower.InForce.IsSupersetOf(acknowledged.Select(tokenId => kept[tokenId])));
    }

    // What stands in the pipe was said before the end. A line that was cut off was not.
    private static async Task ReadAsync(NodeProcess node, List<string> acknowledged)
    {
        while (await node.ReadLineAsync(Cancelled) is { } tokenId)
            if (Guid.TryParseExact(tokenId, "D", out _)) acknowledged.Add(tokenId);
    }

    private static async Task<Dictionary<string, Guid>> KeptAsync(IRevocationStore store)
    {
        var kept = new Dictionary<string, Guid>();
        string? next = null;
        do
        {
            var page = await store.QueryAsync(new() { PageSize = 1000, Page = next }, Cancelled);
            foreach (var record in page.Items) kept.Add(record.Target.Value!, record.Id);
            next = page.Next;
        }
        while (next is not null);
        return kept;
    }
}
