using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth;
using ScopeAuth.Console.AuditLog;
using ScopeAuth.Console.Explaining;
using ScopeAuth.Console.Hosting;
using ScopeAuth.Console.Overview;
using ScopeAuth.Console.Revocations;
using ScopeAuth.Console.Roles;
using ScopeAuth.Console.Servers;
using ScopeAuth.Console.Tokens;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the admin pages.</summary>
public static class ScopeAuthConsoleEndpointExtensions
{
    /// <summary>
    /// Maps the admin pages below a path. Whoever meets the policy that <c>AddScopeAuthConsole</c> names may see and change everything there; nobody else
    /// may see anything. Every request is in the audit trail, with the interface <c>Admin UI</c>.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">The path, for example <c>/admin</c>.</param>
    /// <returns>The endpoints of the pages, for conventions such as a required host or rate limiting.</returns>
    /// <exception cref="InvalidOperationException">No policy is named, <c>AddScopeAuthConsole</c> or <c>AddScopeRoleAuth</c> was not called, or the console is mapped already.</exception>
    public static IEndpointConventionBuilder MapScopeAuthConsole(this IEndpointRouteBuilder endpoints, string prefix = "/admin")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        var settings = endpoints.ServiceProvider.GetService<ConsoleSettings>()
            ?? throw new InvalidOperationException("MapScopeAuthConsole needs services.AddScopeAuthConsole(options => options.Policy = \"...\"), which names the policy of whoever may enter.");
        if (endpoints.ServiceProvider.GetService<IServiceProviderIsService>()?.IsService(typeof(AccessTokenExplainer)) == false)
            throw new InvalidOperationException("MapScopeAuthConsole needs services.AddScopeRoleAuth().");
        var policy = settings.Open(prefix);

        // From now on: what happened before anybody could look is of no interest.
        endpoints.ServiceProvider.GetRequiredService<RequestHistory>().Start();
        var all = endpoints.MapGroup(settings.Prefix);
        all.ExcludeFromDescription();
        all.MapConsoleAssets();
        var pages = all.MapGroup("").RequireAuthorization(new AuthorizeAttribute(policy));
        pages.AddEndpointFilter<ConsoleGuard>();
        pages.MapOverview();
        pages.MapServers();
        pages.MapApiRoles();
        pages.MapTokens();
        pages.MapRevocations();
        pages.MapAuditLog();
        pages.MapExplain();
        return all;
    }

    internal static TBuilder Audited<TBuilder>(this TBuilder builder, string action, string category)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(
            new AuditActionAttribute(action) { Category = category, Interface = "Admin UI", AdminIdOf = endpoint.ApplicationServices.GetRequiredService<ConsoleSettings>().NameOf }));
        return builder;
    }
}
