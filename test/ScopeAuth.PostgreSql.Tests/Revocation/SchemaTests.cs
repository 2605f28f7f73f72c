using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ScopeAuth.PostgreSql.Schema;
using ScopeAuth.PostgreSql.Tests.Support;
using ScopeAuth.Tests.Revocation;

namespace ScopeAuth.PostgreSql.Tests.Revocation;

public sealed class SchemaTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_that_start_at_once_make_one_schema_with_one_key()
    {
        var database = await cluster.CreateDatabaseAsync();
        var nodes = Enumerable.Range(0, 8).Select(_ => new StoreOf(database + ";MaxPoolSize=3")).ToArray();

        var keys = await Task.WhenAll(nodes.Select(node => node.Store.ReadKeyAsync(Cancelled).AsTask()));

        Assert.Single(keys.Select(key => Convert.ToHexString(key.Span)).Distinct());
        foreach (var node in nodes) await node.DisposeAsync();
    }

    [Fact]
    public async Task A_schema_of_an_older_version_is_brought_up_to_date_and_keeps_what_it_holds()
    {
        var database = await cluster.CreateDatabaseAsync();
        await using var node = new StoreOf(database);
        var record = SomeRevocation.Token("1");
        await node.Store.AppendAsync([RevocationChange.Revoke(record)], Cancelled);

        await using var source = NpgsqlDataSource.Create(database);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var shared = new PostgreSqlDatabase(source, isOwned: false);
            using var newer = Schema(shared, new SchemaScripts("ALTER TABLE $schema.revocations ADD COLUMN note text", "CREATE TABLE $schema.more (id int)"));
            await newer.VerifyAsync(Cancelled);
        }));

        await using var version = source.CreateCommand("SELECT version FROM scopeauth.revocation_schema");
        Assert.Equal(5, await version.ExecuteScalarAsync(Cancelled));
        // The older node goes on.
        Assert.Equal(record, await node.Store.FindAsync(record.Id, Cancelled));
        Assert.False((await node.Store.AppendAsync([RevocationChange.Revoke(record)], Cancelled))[0].IsApplied);
    }

    [Fact]
    public async Task A_schema_that_this_version_cannot_live_with_is_refused_by_name()
    {
        var database = await cluster.CreateDatabaseAsync();
        await using (var node = new StoreOf(database)) await node.Store.ReadKeyAsync(Cancelled);
        await using var source = NpgsqlDataSource.Create(database);
        await using (var raise = source.CreateCommand("UPDATE scopeauth.revocation_schema SET version = 9, compatible_from = 5")) await raise.ExecuteNonQueryAsync(Cancelled);

        await using var old = new StoreOf(database);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(async () => await old.Store.ReadKeyAsync(Cancelled));

        Assert.Contains("version 9", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_may_not_change_the_schema_works_with_one_that_is_there()
    {
        var database = await cluster.CreateDatabaseAsync();
        await using (var operatorOfIt = new StoreOf(database)) await operatorOfIt.Store.ReadKeyAsync(Cancelled);
        var role = new NpgsqlConnectionStringBuilder(database).Database + "_api";
        await using var source = NpgsqlDataSource.Create(database);
        await using (var grant = source.CreateCommand(
            $"CREATE ROLE {role} LOGIN; GRANT USAGE ON SCHEMA scopeauth TO {role}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA scopeauth TO {role}"))
            await grant.ExecuteNonQueryAsync(Cancelled);

        await using var node = new StoreOf(new NpgsqlConnectionStringBuilder(database) { Username = role }.ConnectionString);
        var record = SomeRevocation.Token("1");
        Assert.True((await node.Store.AppendAsync([RevocationChange.Revoke(record)], Cancelled))[0].IsApplied);
        await using var follower = new FollowingNode(node.Store);
        await follower.UntilAsync(() => follower.InForce.SetEquals([record.Id]));
    }

    [Fact]
    public async Task Two_applications_share_a_database_by_schema()
    {
        var database = await cluster.CreateDatabaseAsync();
        await using var one = new StoreOf(database, options => options.Schema = "one");
        await using var two = new StoreOf(database, options => options.Schema = "two");

        await one.Store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token("1"))], Cancelled);

        Assert.Equal(1, await one.Store.CountAsync(new(), Cancelled));
        Assert.Equal(0, await two.Store.CountAsync(new(), Cancelled));
    }

    private static DatabaseSchema Schema(PostgreSqlDatabase database, SchemaScripts scripts) =>
        new(database, "scopeauth", NullLogger<DatabaseSchema>.Instance) { Scripts = scripts };
}
