using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ScopeAuth.Audit;
using ScopeAuth.Bearer;
using ScopeAuth.Diagnostics;
using ScopeAuth.Roles;

namespace ScopeAuth.Middleware;

/// <summary>Finds out whether the framework's way is as the framework made it. Only then may a request take the shorter one.</summary>
internal sealed class OwnLane(IServiceProvider services, RequestDelegate next, RequestDelegate standard)
{
    private readonly Lazy<Task<RequestDelegate>> _choice = new(() => ChooseAsync(services, next, standard));
    private RequestDelegate? _chosen;

    public Task InvokeAsync(HttpContext context) => _chosen is { } chosen ? chosen(context) : ChooseAndRunAsync(context);

    private async Task ChooseAndRunAsync(HttpContext context)
    {
        _chosen = await _choice.Value;
        await _chosen(context);
    }

    private static async Task<RequestDelegate> ChooseAsync(IServiceProvider services, RequestDelegate next, RequestDelegate standard)
    {
        await using var scope = services.CreateAsyncScope();
        var scheme = services.GetRequiredService<ApiPolicyScheme>().Name;
        if (await FindObstacleAsync(scope.ServiceProvider, scheme) is { } obstacle)
        {
            Log.StandardMiddlewares(services.GetRequiredService<ILogger<ScopeRoleAuthMiddleware>>(), obstacle);
            return standard;
        }
        var requests = services.GetRequiredService<RequestAuthentication>();
        return new ScopeRoleAuthMiddleware(
            next,
            standard,
            scheme,
            new(services.GetRequiredService<IAuthorizationPolicyProvider>(), scheme, FrameworkServices.HaveOtherHandlers(scope.ServiceProvider)),
            requests,
            ActivatorUtilities.CreateInstance<AuditedAuthorization>(services, new DirectAnswer(requests)),
            services.GetRequiredService<Hosting.CurrentSettings>()).InvokeAsync;
    }

    /// <returns>What the application has put into the framework's way, or null.</returns>
    private static async Task<string?> FindObstacleAsync(IServiceProvider services, string scheme)
    {
        var schemes = services.GetRequiredService<IAuthenticationSchemeProvider>();
        if ((await schemes.GetDefaultAuthenticateSchemeAsync())?.Name != scheme) return "another default scheme";
        if ((await schemes.GetSchemeAsync(scheme))?.HandlerType != typeof(BearerHandler)) return "another handler of the scheme";
        if ((await schemes.GetRequestHandlerSchemesAsync()).Any()) return "a scheme that handles requests itself";
        var options = services.GetRequiredService<IOptionsMonitor<AuthenticationSchemeOptions>>().Get(scheme);
        if ((options.ForwardDefault ?? options.ForwardAuthenticate ?? options.ForwardChallenge ?? options.ForwardForbid) is not null
            || options.ForwardDefaultSelector is not null) return "forwarding of the scheme";

        if (FrameworkServices.FindOther(services) is { } other) return other;
        if (services.GetRequiredService<IPolicyEvaluator>() is not ApiPolicyEvaluator evaluator || !evaluator.IsAroundFrameworks(services)) return "a policy evaluator";
        if (services.GetRequiredService<IAuthorizationMiddlewareResultHandler>() is not AuditedAuthorization { IsAroundFrameworks: true })
            return "an authorization result handler";
        return null;
    }
}
