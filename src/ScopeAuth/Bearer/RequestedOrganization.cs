using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ScopeAuth.Hosting;
using ScopeAuth.Middleware;
using ScopeAuth.Roles;

namespace ScopeAuth.Bearer;

/// <summary>Which organisation a request is for: named by route value or header, else the only one that the token reaches.</summary>
internal static class RequestedOrganization
{
    /// <returns>Null, with the token's grants in that organisation, or why there is none.</returns>
    public static Rejection? Select(
        HttpContext context, EndpointTraits endpoint, ImmutableArray<Grant> all, ScopeAuthSettings settings, out ImmutableArray<Grant> grants)
    {
        grants = all;
        var header = context.Request.Headers[settings.OrganizationHeader];
        if (header.Count > 1) return Rejection.OrganizationNotNamed;
        if (InRoute(context, endpoint, settings) is { } route && Keep(route, ref grants) is { } byRoute) return byRoute;
        if (header.Count == 1 && Keep(header[0] ?? "", ref grants) is { } byHeader) return byHeader;
        return IsOne(grants) ? null : Rejection.OrganizationNotNamed;
    }

    /// <summary>Whether the route names another organisation than the one that was selected.</summary>
    public static bool IsOther(HttpContext context, EndpointTraits endpoint, Organization selected, ScopeAuthSettings settings) =>
        InRoute(context, endpoint, settings) is { } route && !IsNameOf(selected, route);

    private static string? InRoute(HttpContext context, EndpointTraits endpoint, ScopeAuthSettings settings) =>
        endpoint.MayHaveRouteValues && context.GetRouteValue(settings.OrganizationRouteValue) is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "" : null;

    private static Rejection? Keep(string name, ref ImmutableArray<Grant> grants)
    {
        var named = grants.RemoveAll(grant => !IsNameOf(grant.Scope.Organization, name));
        if (named.IsEmpty) return Rejection.OrganizationNotGranted;
        grants = named;
        return null;
    }

    // The whole name, or the ID alone where that leaves no doubt.
    private static bool IsNameOf(Organization organization, string name) =>
        Organization.TryParse(name, out var whole) ? organization == whole : organization.OrgId == name;

    private static bool IsOne(ImmutableArray<Grant> grants)
    {
        foreach (var grant in grants)
            if (grant.Scope.Organization != grants[0].Scope.Organization) return false;
        return true;
    }
}
