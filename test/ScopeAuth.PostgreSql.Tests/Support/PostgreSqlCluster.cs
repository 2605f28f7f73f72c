using ScopeAuth.PostgreSql.Benchmarks;
using ScopeAuth.PostgreSql.Tests.Support;

[assembly: AssemblyFixture(typeof(PostgreSqlCluster))]

namespace ScopeAuth.PostgreSql.Tests.Support;

/// <summary>One PostgreSQL server for all tests of a run; each test has a database of its own.</summary>
public sealed class PostgreSqlCluster : IAsyncLifetime
{
    private PostgreSqlServer? _server;

    public int Port => _server!.Port;

    public async ValueTask InitializeAsync() => _server = await PostgreSqlServer.StartNewAsync(TestContext.Current.CancellationToken, "fsync=off", "shared_buffers=64MB");

    public Task<string> CreateDatabaseAsync() => _server!.CreateDatabaseAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
