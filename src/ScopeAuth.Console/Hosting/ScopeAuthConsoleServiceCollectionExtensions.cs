using Microsoft.Extensions.DependencyInjection.Extensions;
using ScopeAuth;
using ScopeAuth.Console.AuditLog;
using ScopeAuth.Console.Explaining;
using ScopeAuth.Console.Hosting;
using ScopeAuth.Console.Overview;
using ScopeAuth.Console.Revocations;
using ScopeAuth.Console.Roles;
using ScopeAuth.Console.Servers;
using ScopeAuth.Console.Tokens;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The services of the admin pages.</summary>
public static class ScopeAuthConsoleServiceCollectionExtensions
{
    /// <summary>Adds what the admin pages need. <c>app.MapScopeAuthConsole()</c> maps them.</summary>
    /// <param name="services">The services; <c>AddScopeRoleAuth()</c> belongs to them.</param>
    /// <param name="configure">Names the policy that lets somebody in.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddScopeAuthConsole(this IServiceCollection services, Action<ScopeAuthConsoleOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.Configure(configure);
        services.AddRazorComponents();
        services.AddAntiforgery();
        services.AddHttpContextAccessor();
        services.TryAddSingleton<ConsoleSettings>();
        services.TryAddSingleton<RequestHistory>();
        services.TryAddScoped<ConsoleRequest>();
        services.TryAddScoped<OverviewModel>();
        services.TryAddScoped<ExplainModel>();
        services.TryAddScoped<RevocationsModel>();
        services.TryAddScoped<ApiRolesModel>();
        services.TryAddScoped<TokensModel>();
        services.TryAddScoped<AuditLogModel>();
        services.TryAddScoped<AuditTail>();
        services.TryAddScoped<ServersModel>();
        services.TryAddScoped<ServerFormModel>();
        services.TryAddScoped<RoleFormModel>();
        return services;
    }
}
