using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.PostgreSql.Schema;
using ScopeAuth.Tests.Revocation;

namespace ScopeAuth.PostgreSql.Tests.Support;

/// <summary>One node's store, as the services make it.</summary>
internal sealed class StoreOf : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public StoreOf(string connectionString, Action<PostgreSqlRevocationOptions>? configure = null)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(new EarlierClock()).AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddScopeRoleAuth().AddPostgreSqlRevocations(connectionString, configure);
        // The options of the whole need servers and roles, of which a store knows nothing.
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(new ScopeAuthOptions()));
        _services = services.BuildServiceProvider();
    }

    public IRevocationStore Store => _services.GetRequiredService<IRevocationStore>();

    public DatabaseSchema Schema => _services.GetRequiredKeyedService<DatabaseSchema>(PostgreSqlDatabase.OfRevocations);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>A clock that goes as fast as any, and began when the revocations of the tests were made: they have not ended.</summary>
    private sealed class EarlierClock : TimeProvider
    {
        private readonly TimeSpan _behind = System.GetUtcNow() - SomeRevocation.Time;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - _behind;
    }
}
