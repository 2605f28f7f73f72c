using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using ScopeAuth.Bearer;
using ScopeAuth.Hosting;

namespace ScopeAuth.Roles;

/// <summary>Station 11: whether one of the caller's roles reaches the endpoint. The role that does gives the admin ID.</summary>
internal sealed class ApiRequirementHandler(CurrentSettings settings, TimeProvider clock) : AuthorizationHandler<ApiRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ApiRequirement requirement)
    {
        if (context.Resource is HttpContext http) Decide(context, requirement, http);
        else if (FindIdentity(context.User) is { } identity && !identity.Token.IsExpired(clock.GetUtcNow())
            && RoleDecision.FindGrant(identity.Grants, identity.Name, requirement, method: null) is not null) context.Succeed(requirement);
        // A call on an open connection changes nothing in the principal, which its other calls share, and none outlives the token.
        return Task.CompletedTask;
    }

    private void Decide(AuthorizationHandlerContext context, ApiRequirement requirement, HttpContext http)
    {
        var decision = RequestDecision.Of(http);
        decision.Category = requirement.Category ?? decision.Category;
        if (FindIdentity(context.User) is not { } identity) return;

        if (RoleDecision.Find(http, decision, requirement, identity.Grants, identity.Name, settings.Current) is not { } grant) return;
        identity.ActAs(grant);
        decision.ActAs(grant);
        context.Succeed(requirement);
    }

    private static ApiIdentity? FindIdentity(ClaimsPrincipal user)
    {
        foreach (var identity in user.Identities)
            if (identity is ApiIdentity found) return found;
        return null;
    }
}
