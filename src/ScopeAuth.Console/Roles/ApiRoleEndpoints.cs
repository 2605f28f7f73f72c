using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ScopeAuth.Console.Roles;

internal static class ApiRoleEndpoints
{
    public static void MapApiRoles(this IEndpointRouteBuilder pages) =>
        pages.MapGet("roles", async (ApiRolesModel model) =>
        {
            await model.LoadAsync();
            return new RazorComponentResult<ApiRolesPage>();
        }).Audited("Read", "Role Management");
}
