using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using ScopeAuth.Bearer;
using ScopeAuth.Hosting;
using ScopeAuth.Middleware;

namespace ScopeAuth.Roles;

/// <summary>Station 11 for one demand of an endpoint: which of the caller's roles meets it.</summary>
internal static class RoleDecision
{
    /// <summary>Whether a role of the caller meets the demand. The one that does gives the request its admin ID.</summary>
    public static bool IsMet(HttpContext http, ApiIdentity? identity, ApiRequirement requirement, ScopeAuthSettings settings)
    {
        var decision = RequestDecision.Of(http);
        decision.Category = requirement.Category ?? decision.Category;
        if (identity is null || Find(http, EndpointTraits.Of(http), decision, requirement, identity.Grants, identity.Name, settings) is not { } grant) return false;
        identity.ActAs(grant);
        decision.ActAs(grant);
        return true;
    }

    /// <param name="http">The request.</param>
    /// <param name="endpoint">Where it goes.</param>
    /// <param name="decision">Learns why no role does.</param>
    /// <param name="requirement">The demand.</param>
    /// <param name="grants">The caller's roles, all in one organisation.</param>
    /// <param name="actingAs">The admin ID of the role that met the demand before this one.</param>
    /// <param name="settings">The settings.</param>
    public static Grant? Find(
        HttpContext http, EndpointTraits endpoint, RequestDecision decision, ApiRequirement requirement, ImmutableArray<Grant> grants, string? actingAs,
        ScopeAuthSettings settings)
    {
        var organization = grants[0].Scope.Organization;
        // Asked again, because an application may authenticate before it routes, and then the route's organisation was not known.
        if (RequestedOrganization.IsOther(http, endpoint, organization, settings))
        {
            decision.Rejection ??= Rejection.OrganizationNotGranted;
            return null;
        }
        var method = OpensConnection(http, endpoint) ? null : http.Request.Method;
        if (FindGrant(grants, actingAs, requirement, method) is { } grant) return grant;
        decision.Rejection ??= Rejection.InsufficientRole;
        http.Features.Set(new SufficientRoles(RolesThatWouldDo(organization, requirement, method, settings)));
        return null;
    }

    // Where a policy asks several things, the role that granted the first keeps the name if it can.
    public static Grant? FindGrant(ImmutableArray<Grant> grants, string? actingAs, ApiRequirement requirement, string? method)
    {
        Grant? first = null;
        foreach (var grant in grants)
        {
            if (!requirement.IsMetBy(grant.Role, method)) continue;
            if (grant.AdminId == actingAs) return grant;
            first ??= grant;
        }
        return first;
    }

    private static ImmutableArray<string> RolesThatWouldDo(
        Organization organization, ApiRequirement requirement, string? method, ScopeAuthSettings settings) =>
        [
            .. settings.Roles.Roles
                .Where(role => role.ExistsIn(organization) && requirement.IsMetBy(role, method))
                .Select(role => role.Name).Order(StringComparer.Ordinal),
        ];

    // A connection is opened by GET, and then anything is sent over it: its method says nothing about what the caller will do. The header
    // is a list, over several lines perhaps (RFC 9110 section 7.8), and read as the framework reads it when it opens the connection.
    private static bool OpensConnection(HttpContext http, EndpointTraits endpoint) =>
        endpoint.IsHub
        || (http.Features.Find<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
            && http.Request.Headers.GetCommaSeparatedValues(HeaderNames.Upgrade).Contains("websocket", StringComparer.OrdinalIgnoreCase));
}
