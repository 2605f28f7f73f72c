using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
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
            && FindGrant(identity, requirement, method: null) is not null) context.Succeed(requirement);
        // A call on an open connection changes nothing in the principal, which its other calls share, and none outlives the token.
        return Task.CompletedTask;
    }

    private void Decide(AuthorizationHandlerContext context, ApiRequirement requirement, HttpContext http)
    {
        var decision = RequestDecision.Of(http);
        if (requirement.Category is { } category) decision.Category = category;
        if (FindIdentity(context.User) is not { } identity) return;

        // Asked again, because an application may authenticate before it routes, and then the route's organisation was not known.
        if (RequestedOrganization.IsOther(http, identity.Organization, settings.Current))
        {
            decision.Rejection ??= Rejection.OrganizationNotGranted;
            return;
        }
        var method = MethodOf(http);
        if (FindGrant(identity, requirement, method) is { } grant)
        {
            identity.ActAs(grant);
            decision.Admit(grant);
            context.Succeed(requirement);
            return;
        }
        decision.Rejection ??= Rejection.InsufficientRole;
        decision.SufficientRoles =
        [
            .. settings.Current.Roles.Roles
                .Where(role => role.ExistsIn(identity.Organization) && requirement.IsMetBy(role, method))
                .Select(role => role.Name).Order(StringComparer.Ordinal),
        ];
    }

    // A connection is opened by GET, and then anything is sent over it: its method says nothing about what the caller will do.
    private static string? MethodOf(HttpContext http)
    {
        var opensConnection = http.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is not null
            || (http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
                && string.Equals(http.Request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase));
        return opensConnection ? null : http.Request.Method;
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

    private static ApiIdentity? FindIdentity(ClaimsPrincipal user)
    {
        foreach (var identity in user.Identities)
            if (identity is ApiIdentity found) return found;
        return null;
    }
}
