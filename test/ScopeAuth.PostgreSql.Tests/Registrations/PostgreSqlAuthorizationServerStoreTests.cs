using Npgsql;
using ScopeAuth.PostgreSql.Tests.Support;
using ScopeAuth.Tests.Registrations;

namespace ScopeAuth.PostgreSql.Tests.Registrations;

public sealed class PostgreSqlAuthorizationServerStoreTests(PostgreSqlCluster cluster) : RegistrationStoreContract, IAsyncDisposable
{
    private readonly List<RegistrationStoreOf> _nodes = [];

    protected override async Task<IRegistrationStore> CreateAsync() => Node(await cluster.CreateDatabaseAsync()).Servers;

    [Fact]
    public async Task Servers_and_roles_are_kept_apart_and_have_versions_of_their_own()
    {
        var node = Node(await cluster.CreateDatabaseAsync());

        await AddAsync(node.Servers, "acme");

        Assert.Equal(0, (await NowAsync(node.Roles)).Version);
        Assert.Empty((await NowAsync(node.Roles)).Entries);
    }

    [Fact]
    public async Task Of_nodes_that_change_the_same_version_at_once_one_is_kept()
    {
        var database = await cluster.CreateDatabaseAsync();
        var nodes = Enumerable.Range(0, 4).Select(_ => Node(database)).ToArray();
        var version = (await AddAsync(nodes[0].Servers, "acme")).Version;

        var receipts = await Task.WhenAll(nodes.Select((node, number) => Task.Run(
            async () => await node.Servers.WriteAsync(Change(version, $"acme-{number}", "{}"), Cancelled), Cancelled)));

        var kept = Assert.Single(receipts, receipt => receipt.IsApplied);
        foreach (var node in nodes) Assert.Equal(kept.Set.Version, (await NowAsync(node.Servers)).Version);
    }

    [Fact]
    public async Task A_database_that_was_put_back_to_an_older_state_is_read_anew()
    {
        var database = await cluster.CreateDatabaseAsync();
        var node = Node(database);
        await AddAsync(node.Servers, "acme");
        await AddAsync(node.Servers, "beta");
        await using (var follower = node.Servers.FollowAsync(Cancelled).GetAsyncEnumerator(Cancelled))
        {
            Assert.True(await follower.MoveNextAsync());
            var next = follower.MoveNextAsync();
            await using var source = NpgsqlDataSource.Create(database);
            await using (var putBack = source.CreateCommand(
                "DELETE FROM scopeauth.registrations WHERE name = 'beta'; UPDATE scopeauth.registration_state SET version = 1 WHERE kind = 'authorization-servers'"))
                await putBack.ExecuteNonQueryAsync(Cancelled);

            Assert.Contains("was put back", (await Assert.ThrowsAsync<InvalidDataException>(async () => await next)).Message, StringComparison.Ordinal);
        }
        Assert.Equal("acme", Assert.Single((await NowAsync(node.Servers)).Entries).Name);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    private RegistrationStoreOf Node(string database)
    {
        var node = new RegistrationStoreOf(database, options => options.CatchUpInterval = TimeSpan.FromMilliseconds(200));
        _nodes.Add(node);
        return node;
    }
}
