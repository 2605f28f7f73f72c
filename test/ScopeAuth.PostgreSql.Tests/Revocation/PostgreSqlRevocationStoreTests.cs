using ScopeAuth.PostgreSql.Tests.Support;
using ScopeAuth.Tests.Revocation;

namespace ScopeAuth.PostgreSql.Tests.Revocation;

public sealed class PostgreSqlRevocationStoreTests(PostgreSqlCluster cluster) : RevocationStoreContract, IAsyncDisposable
{
    private readonly List<StoreOf> _stores = [];

    protected override async Task<IRevocationStore> CreateAsync()
    {
        var store = new StoreOf(await cluster.CreateDatabaseAsync());
        _stores.Add(store);
        await store.Store.OpenAsync(Cancelled);
        return store.Store;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores) await store.DisposeAsync();
    }
}
