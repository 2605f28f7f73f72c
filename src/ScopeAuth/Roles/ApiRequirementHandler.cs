using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Filters;
using ScopeAuth.Bearer;
using ScopeAuth.Hosting;

namespace ScopeAuth.Roles;

/// <summary>Station 11: whether one of the caller's roles reaches the endpoint. The role that does gives the admin ID.</summary>
internal sealed class ApiRequirementHandler(CurrentSettings settings, TimeProvider clock) : AuthorizationHandler<ApiRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ApiRequirement requirement)
    {
        var identity = FindIdentity(context.User);
        if (RequestOf(context.Resource) is { } http)
        {
            if (RoleDecision.IsMet(http, identity, requirement, settings.Current)) context.Succeed(requirement);
        }
        else if (identity is not null && !identity.Token.IsExpired(clock.GetUtcNow())
            && RoleDecision.FindGrant(identity.Grants, identity.Name, requirement, method: null) is not null) context.Succeed(requirement);
        // A call on an open connection changes nothing in the principal, which its other calls share, and none outlives the token.
        return Task.CompletedTask;
    }

    // A policy among the filters of MVC is asked about the filter's context, and so is every policy of MVC without endpoint routing.
    private static HttpContext? RequestOf(object? resource) => resource as HttpContext ?? (resource as AuthorizationFilterContext)?.HttpContext;

    private static ApiIdentity? FindIdentity(ClaimsPrincipal user)
    {
        foreach (var identity in user.Identities)
            if (identity is ApiIdentity found) return found;
        return null;
    }
}
