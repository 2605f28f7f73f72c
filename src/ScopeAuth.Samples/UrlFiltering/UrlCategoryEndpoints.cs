using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ScopeAuth.Samples.UrlFiltering;

/// <summary>The URL categories of the caller's organisation.</summary>
internal static class UrlCategoryEndpoints
{
    public static void MapUrlCategories(this RouteGroupBuilder group)
    {
        group.MapGet("", List).WithSummary("The URL categories of your organisation");
        group.MapPut("", Replace).WithSummary("Replaces the host names of one category: name, urls");
    }

    private static IEnumerable<UrlCategory> List(ClaimsPrincipal user, UrlCategories categories) => categories.All(user.GetOrganization()!.Value);

    private static Results<Ok<UrlCategory>, NotFound, ValidationProblem> Replace(UrlCategory category, ClaimsPrincipal user, UrlCategories categories)
    {
        if (category.FindFaults() is { Count: > 0 } faults) return TypedResults.ValidationProblem(faults);
        return categories.TryReplace(user.GetOrganization()!.Value, category) ? TypedResults.Ok(category) : TypedResults.NotFound();
    }
}
