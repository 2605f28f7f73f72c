using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Console.Hosting;

namespace ScopeAuth.Console.Overview;

internal static class OverviewEndpoints
{
    public static void MapOverview(this IEndpointRouteBuilder pages)
    {
        var home = pages.MapGet("", () => new RazorComponentResult<OverviewPage>()).Audited("Read", "Overview");
        // Only now, when the endpoints are built, the path of a group around them is known. All links begin with it.
        home.Add(endpoint => endpoint.ApplicationServices.GetRequiredService<ConsoleSettings>().IsAt(((RouteEndpointBuilder)endpoint).RoutePattern));
    }
}
