using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ScopeAuth.Console.Overview;

internal static class OverviewEndpoints
{
    public static void MapOverview(this IEndpointRouteBuilder pages) =>
        pages.MapGet("", () => new RazorComponentResult<OverviewPage>()).Audited("Read", "Overview");
}
