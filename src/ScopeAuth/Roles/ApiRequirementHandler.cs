using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using ScopeAuth.Bearer;
using ScopeAuth.Hosting;

namespace ScopeAuth.Roles;

/// <summary>Station 11: whether one of the caller's roles reaches the endpoint. The role that does gives the admin ID.</summary>
internal sealed class ApiRequirementHandler(CurrentSettings settings) : AuthorizationHandler<ApiRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ApiRequirement requirement)
    {
        var http = context.Resource as HttpContext;
        var decision = http is null ? null : RequestDecision.Of(http);
        if (decision is not null && requirement.Category is { } category) decision.Category = category;

        if (FindIdentity(context.User) is not { } identity) return Task.CompletedTask;
        if (FindGrant(identity, requirement, http?.Request.Method) is { } grant)
        {
            identity.ActAs(grant);
            decision?.Admit(grant);
            context.Succeed(requirement);
        }
        else if (decision is not null)
        {
            decision.Rejection ??= Rejection.InsufficientRole;
            decision.SufficientRoles =
            [
                .. settings.Current.Roles.Roles
                    .Where(role => role.ExistsIn(identity.Organization) && requirement.IsMetBy(role, http!.Request.Method))
                    .Select(role => role.Name).Order(StringComparer.Ordinal),
            ];
        }
        return Task.CompletedTask;
    }

    // Where a policy asks several things, the role that granted the first keeps the name if it can.
    private static Grant? FindGrant(ApiIdentity identity, ApiRequirement requirement, string? method)
    {
        Grant? first = null;
        foreach (var grant in identity.Grants)
        {
            if (!requirement.IsMetBy(grant.Role, method)) continue;
            if (grant.AdminId == identity.Name) return grant;
            first ??= grant;
        }
        return first;
    }

    private static ApiIdentity? FindIdentity(System.Security.Claims.ClaimsPrincipal user)
    {
        foreach (var identity in user.Identities)
            if (identity is ApiIdentity found) return found;
        return null;
    }
}
