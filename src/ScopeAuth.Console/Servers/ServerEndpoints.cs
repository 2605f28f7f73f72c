using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ScopeAuth.Console.Hosting;

namespace ScopeAuth.Console.Servers;

internal static class ServerEndpoints
{
    private const string Category = "OAuth 2.0 Authorization Servers";

    public static void MapServers(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("servers", () => new RazorComponentResult<ServersPage>()).Audited("Read", Category);
        pages.MapGet("servers/{name}", (string name, ServersModel model) => Show(model, name)).Audited("Read", Category);
        pages.MapPost("servers/{name}/validate", async (string name, ServersModel model, AuthorizationServerCheck check, HttpContext context) =>
        {
            if (model.Find(name) is not null) model.Findings = await check.RunAsync(name, context.RequestAborted);
            return Show(model, name);
        }).Audited("Validate", Category);
        pages.MapPost("servers/{name}/enable", (string name, ServersModel model, AuthorizationServerEditor editor, ConsoleRequest request, HttpContext context) =>
            ChangeAsync(name, model, request, context, Notice.Enabled, (version, author) => editor.EnableAsync(name, version, author, context.RequestAborted))).Audited("Enable", Category);
        pages.MapPost("servers/{name}/disable", (string name, ServersModel model, AuthorizationServerEditor editor, ConsoleRequest request, HttpContext context) =>
            ChangeAsync(name, model, request, context, Notice.Disabled, (version, author) => editor.DisableAsync(name, version, author, context.RequestAborted))).Audited("Disable", Category);
        pages.MapPost("servers/{name}/delete", (string name, ServersModel model, AuthorizationServerEditor editor, ConsoleRequest request, HttpContext context) =>
            ChangeAsync(name, model, request, context, Notice.Deleted, (version, author) => editor.DeleteAsync(name, version, author, context.RequestAborted), mustConfirm: true)).Audited("Delete", Category);

        pages.MapGet("add-server", (string? vendor, ServerFormModel form) =>
        {
            if (!Enum.TryParse<Vendor>(vendor, out var preset) || !Enum.IsDefined(preset)) return Results.Extensions.Component<VendorsPage>();
            form.Begin(preset);
            return Results.Extensions.Component<ServerFormPage>();
        }).Audited("Read", Category);
        pages.MapPost("add-server", (ServerFormModel form, ConsoleRequest request, HttpContext context) => SendAsync(null, form, request, context)).Audited("Create", Category);
        pages.MapGet("servers/{name}/edit", (string name, ServersModel model, ServerFormModel form) =>
        {
            if (model.Find(name) is not { IsReadOnly: false } server) return Show(model, name);
            form.Begin(server);
            return Results.Extensions.Component<ServerFormPage>();
        }).Audited("Read", Category);
        pages.MapPost("servers/{name}/edit", (string name, ServerFormModel form, ConsoleRequest request, HttpContext context) => SendAsync(name, form, request, context)).Audited("Update", Category);
    }

    private static IResult Show(ServersModel model, string name, int status = StatusCodes.Status200OK)
    {
        model.Current = model.Find(name);
        return model.Current is null ? Results.NotFound() : Results.Extensions.Component<ServerPage>(status);
    }

    private static async Task<IResult> SendAsync(string? name, ServerFormModel form, ConsoleRequest request, HttpContext context)
    {
        var isSaved = await form.SendAsync(name, await context.Request.ReadFormAsync(context.RequestAborted), request.Author, context.RequestAborted);
        if (form.IsRecorded) request.LeaveToItsRecord();
        if (isSaved) return request.Done($"servers/{Uri.EscapeDataString(form.Name)}", Notice.Saved);
        return Results.Extensions.Component<ServerFormPage>(
            form.Theirs is not null ? StatusCodes.Status409Conflict : form.Findings is null ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    private static async Task<IResult> ChangeAsync(
        string name, ServersModel model, ConsoleRequest request, HttpContext context, Notice notice,
        Func<long, ChangeAuthor, ValueTask<RegistrationResult<AuthorizationServerEntry>>> change, bool mustConfirm = false)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (mustConfirm && form["confirm"] != "YES")
        {
            model.Faults = ["Type YES, in capital letters, to confirm."];
            return Show(model, name, StatusCodes.Status400BadRequest);
        }
        var version = long.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : 0;
        var result = await change(version, request.Author);
        if (result.IsAudited) request.LeaveToItsRecord();
        if (result.IsApplied) return request.Done(notice == Notice.Deleted ? "servers" : $"servers/{Uri.EscapeDataString(name)}", notice);
        model.Faults = RegistrationFaults.Of(result);
        return Show(model, name, StatusCodes.Status409Conflict);
    }
}
