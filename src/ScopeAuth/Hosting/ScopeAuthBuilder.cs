using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ScopeAuth.Registrations;

namespace ScopeAuth;

/// <summary>Adds to what <c>AddScopeRoleAuth</c> read from the configuration. What is set here wins over the configuration.</summary>
public sealed class ScopeAuthBuilder
{
    internal ScopeAuthBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services, for packages that extend ScopeAuth.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Registers an authorization server, or changes one that the configuration registers under the same name.</summary>
    /// <param name="name">The name under which logs, metrics and audit records show it: letters, digits, '-', '_', '.'; at most 64.</param>
    /// <param name="configure">Sets its options.</param>
    public ScopeAuthBuilder AddAuthorizationServer(string name, Action<AuthorizationServerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Configure(options =>
        {
            if (!options.AuthorizationServers.TryGetValue(name, out var server)) options.AuthorizationServers[name] = server = new();
            configure(server);
        });
    }

    /// <summary>Adds an API role, or changes one that the configuration has under the same name.</summary>
    /// <param name="name">The name as the last part of a role scope holds it.</param>
    /// <param name="configure">Sets its access.</param>
    public ScopeAuthBuilder AddApiRole(string name, Action<ApiRoleOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Configure(options =>
        {
            if (!options.ApiRoles.TryGetValue(name, out var role)) options.ApiRoles[name] = role = new();
            configure(role);
        });
    }

    /// <summary>Adds a place for audit records, beside the logger and the files.</summary>
    /// <typeparam name="TSink">The sink; one instance serves the application.</typeparam>
    public ScopeAuthBuilder AddAuditSink<[System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(
        System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicConstructors)] TSink>()
        where TSink : class, IAuditSink
    {
        Services.AddSingleton<IAuditSink, TSink>();
        return this;
    }

    /// <summary>Keeps revocations in another store than the embedded one.</summary>
    /// <typeparam name="TStore">The store; one instance serves the application.</typeparam>
    public ScopeAuthBuilder AddRevocationStore<[System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(
        System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>()
        where TStore : class, IRevocationStore
    {
        Services.AddSingleton<IRevocationStore, TStore>();
        return this;
    }

    /// <summary>Keeps authorization servers and API roles that are registered while the application runs in files below <see cref="ScopeAuthOptions.DataPath"/>.</summary>
    /// <remarks>
    /// For one node: the folder belongs to one process. What the configuration has stays there, wins, and cannot be changed. Nobody can change anything until the
    /// application uses <see cref="AuthorizationServerEditor"/> or <see cref="ApiRoleEditor"/>.
    /// </remarks>
    public ScopeAuthBuilder AddRegistrationFiles()
    {
        Services.AddSingleton<IAuthorizationServerStore>(services => new FileAuthorizationServerStore(RegistrationServices.DataPath(services)));
        Services.AddSingleton<IApiRoleStore>(services => new FileApiRoleStore(RegistrationServices.DataPath(services)));
        return this;
    }

    /// <summary>Keeps, for administrators, what the accepted tokens say and how they are used, in memory, and in an <see cref="ISeenTokenStore"/> if there is one: the service <see cref="SeenTokens"/>.</summary>
    /// <param name="capacity">The most tokens that are kept; 100,000 by default, at least 1. Each costs about as much memory as its text.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is less than 1.</exception>
    public ScopeAuthBuilder AddSeenTokens(int capacity = 100_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Services.TryAddSingleton(provider => new SeenTokens(
            capacity, provider.GetRequiredService<Revocation.RevocationView>(), provider.GetRequiredService<TimeProvider>(), provider.GetService<ISeenTokenStore>()));
        Services.AddHostedService<Caching.SeenTokenDelivery>();
        return this;
    }

    /// <summary>Changes any option after the configuration was read.</summary>
    /// <param name="configure">Sets options.</param>
    public ScopeAuthBuilder Configure(Action<ScopeAuthOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }
}
