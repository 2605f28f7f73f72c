using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ScopeAuth.PostgreSql.Tests.Support;

/// <summary>One node's stores of registrations, as the services make them.</summary>
internal sealed class RegistrationStoreOf : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public RegistrationStoreOf(string connectionString, Action<PostgreSqlRegistrationOptions>? configure = null)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddScopeRoleAuth().AddPostgreSqlRegistrations(connectionString, configure);
        _services = services.BuildServiceProvider();
    }

    public IAuthorizationServerStore Servers => _services.GetRequiredService<IAuthorizationServerStore>();

    public IApiRoleStore Roles => _services.GetRequiredService<IApiRoleStore>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
