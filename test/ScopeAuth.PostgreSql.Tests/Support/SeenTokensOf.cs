using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.PostgreSql.Schema;

namespace ScopeAuth.PostgreSql.Tests.Support;

/// <summary>One node's store of tokens seen, as the services make it.</summary>
internal sealed class SeenTokensOf : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public SeenTokensOf(string connectionString, Action<PostgreSqlSeenTokenOptions>? configure = null, TimeProvider? clock = null)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(clock ?? TimeProvider.System).AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddScopeRoleAuth().AddPostgreSqlSeenTokens(connectionString, configure);
        _services = services.BuildServiceProvider();
    }

    public ISeenTokenStore Store => _services.GetRequiredService<ISeenTokenStore>();

    public Purge Purge => _services.GetRequiredKeyedService<Purge>(PostgreSqlDatabase.OfSeenTokens);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
