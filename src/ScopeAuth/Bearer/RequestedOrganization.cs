using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ScopeAuth.Hosting;
using ScopeAuth.Roles;

namespace ScopeAuth.Bearer;

/// <summary>Which organisation a request is for: named by route value or header, else the only one that the token reaches.</summary>
internal static class RequestedOrganization
{
    /// <returns>Null, with the token's grants in that organisation, or why there is none.</returns>
    public static Rejection? Select(HttpContext context, ImmutableArray<Grant> all, ScopeAuthSettings settings, out ImmutableArray<Grant> grants)
    {
        grants = all;
        var header = context.Request.Headers[settings.OrganizationHeader];
        if (header.Count > 1) return Rejection.OrganizationNotNamed;
        if (context.GetRouteValue(settings.OrganizationRouteValue) is { } route
            && Keep(Convert.ToString(route, CultureInfo.InvariantCulture) ?? "", ref grants) is { } byRoute) return byRoute;
        if (header.Count == 1 && Keep(header[0] ?? "", ref grants) is { } byHeader) return byHeader;
        return IsOne(grants) ? null : Rejection.OrganizationNotNamed;
    }

    // The whole name, or the ID alone where that leaves no doubt.
    private static Rejection? Keep(string name, ref ImmutableArray<Grant> grants)
    {
        var named = Organization.TryParse(name, out var organization)
            ? grants.RemoveAll(grant => grant.Scope.Organization != organization)
            : grants.RemoveAll(grant => grant.Scope.OrgId != name);
        if (named.IsEmpty) return Rejection.OrganizationNotGranted;
        grants = named;
        return null;
    }

    private static bool IsOne(ImmutableArray<Grant> grants) =>
        grants.Length == 1 || grants.All(grant => grant.Scope.Organization == grants[0].Scope.Organization);
}
