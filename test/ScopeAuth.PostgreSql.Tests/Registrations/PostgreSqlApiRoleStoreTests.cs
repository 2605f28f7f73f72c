using ScopeAuth.PostgreSql.Tests.Support;
using ScopeAuth.Tests.Registrations;

namespace ScopeAuth.PostgreSql.Tests.Registrations;

public sealed class PostgreSqlApiRoleStoreTests(PostgreSqlCluster cluster) : RegistrationStoreContract, IAsyncDisposable
{
    private readonly List<RegistrationStoreOf> _nodes = [];

    protected override async Task<IRegistrationStore> CreateAsync()
    {
        var node = new RegistrationStoreOf(await cluster.CreateDatabaseAsync());
        _nodes.Add(node);
        return node.Roles;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
    }
}
