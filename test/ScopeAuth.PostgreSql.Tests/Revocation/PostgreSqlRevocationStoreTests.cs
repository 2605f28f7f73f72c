using System.Diagnostics;
using Npgsql;
using ScopeAuth.PostgreSql.Tests.Support;
using ScopeAuth.Tests.Revocation;

namespace ScopeAuth.PostgreSql.Tests.Revocation;

public sealed class PostgreSqlRevocationStoreTests(PostgreSqlCluster cluster) : RevocationStoreContract, IAsyncDisposable
{
    private readonly List<StoreOf> _stores = [];

    protected override async Task<IRevocationStore> CreateAsync() => await OpenAsync(await cluster.CreateDatabaseAsync());

    [Fact]
    public async Task One_token_of_very_many_is_found_without_reading_the_list()
    {
        var database = await cluster.CreateDatabaseAsync();
        await using (var filling = new StoreOf(database))
        {
            var key = await filling.Store.ReadKeyAsync(Cancelled);
            foreach (var part in Enumerable.Range(0, 20_000).Chunk(10_000))
                await filling.Store.AppendAsync([.. part.Select(number => RevocationChange.Revoke(SomeRevocation.Token($"{number}", server: $"server {number % 3}").With(key)))], Cancelled);
        }
        var before = await RowsReadAsync(database);

        await using (var asking = new StoreOf(database))
        {
            foreach (var query in (RevocationQuery[])[new() { Value = "17" }, new() { Value = "17", Kind = RevocationKind.Token }, new() { Value = "17", AuthorizationServer = "server 2" }])
            {
                Assert.Equal("server 2", Assert.Single((await asking.Store.QueryAsync(query, Cancelled)).Items).Target.AuthorizationServer);
                Assert.Equal(1, await asking.Store.CountAsync(query, Cancelled));
            }
            Assert.Empty((await asking.Store.QueryAsync(new() { Value = "nobody's" }, Cancelled)).Items);
        }

        Assert.InRange(await RowsReadAsync(database) - before, 1, 100);
    }

    // What a connection has read is counted for good when it has ended.
    private static async Task<long> RowsReadAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var others = source.CreateCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()");
        var begun = Stopwatch.GetTimestamp();
        while ((long)(await others.ExecuteScalarAsync(Cancelled))! > 0) Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMinutes(1), "The other connections do not end.");
        await using var rows = source.CreateCommand("SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_user_tables WHERE schemaname = 'scopeauth' AND relname = 'revocations'");
        return (long)(await rows.ExecuteScalarAsync(Cancelled))!;
    }

    private async Task<IRevocationStore> OpenAsync(string database)
    {
        var store = new StoreOf(database);
        _stores.Add(store);
        await store.Store.OpenAsync(Cancelled);
        return store.Store;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores) await store.DisposeAsync();
    }
}
