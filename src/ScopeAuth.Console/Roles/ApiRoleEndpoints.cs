using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ScopeAuth.Console.Hosting;

namespace ScopeAuth.Console.Roles;

internal static class ApiRoleEndpoints
{
    private const string Category = "Role Management";

    public static void MapApiRoles(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("roles", async (ApiRolesModel model) =>
        {
            await model.LoadAsync();
            return Results.Extensions.Component<ApiRolesPage>();
        }).Audited("Read", Category);
        pages.MapGet("add-role", (RoleFormModel form) =>
        {
            form.Begin();
            return Results.Extensions.Component<RoleFormPage>();
        }).Audited("Read", Category);
        pages.MapPost("add-role", (RoleFormModel form, ConsoleRequest request, HttpContext context) => SendAsync(null, form, request, context)).Audited("Create", Category);
        pages.MapGet("roles/{name}/edit", (string name, RoleFormModel form, ApiRoleEditor editor) =>
        {
            if (editor.Find(name) is not { IsReadOnly: false } role) return Results.NotFound();
            form.Begin(role);
            return Results.Extensions.Component<RoleFormPage>();
        }).Audited("Read", Category);
        pages.MapPost("roles/{name}/edit", (string name, RoleFormModel form, ConsoleRequest request, HttpContext context) => SendAsync(name, form, request, context)).Audited("Update", Category);
    }

    private static async Task<IResult> SendAsync(string? name, RoleFormModel form, ConsoleRequest request, HttpContext context)
    {
        var done = await form.SendAsync(name, await context.Request.ReadFormAsync(context.RequestAborted), request.Author, context.RequestAborted);
        if (form.IsRecorded) request.LeaveToItsRecord();
        return done is { } notice
            ? request.Done("roles", notice)
            : Results.Extensions.Component<RoleFormPage>(form.IsConflict ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest);
    }
}
