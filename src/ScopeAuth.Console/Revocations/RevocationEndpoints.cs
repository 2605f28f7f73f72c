using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ScopeAuth.Console.Hosting;

namespace ScopeAuth.Console.Revocations;

internal static class RevocationEndpoints
{
    private const string Category = "Tokens";

    public static void MapRevocations(this IEndpointRouteBuilder pages)
    {
        var page = pages.MapGroup("revocations");
        page.MapGet("", ShowAsync).Audited("Read", Category);
        page.MapPost("", async (HttpContext context, RevocationsModel model, ConsoleRequest request) =>
            await model.RevokeAsync(await FormAsync(context), request.Admin, context.RequestAborted)
                ? request.Done("revocations", Notice.Revoked)
                : await RefuseAsync(context, model)).Audited("Revoke", Category);
        page.MapPost("client", async (HttpContext context, RevocationsModel model, ConsoleRequest request) =>
            await model.ChangeClientAsync(await FormAsync(context), request.Admin, context.RequestAborted) is { } done
                ? request.Done("revocations", done)
                : await RefuseAsync(context, model)).Audited("Update Client", Category);
        page.MapPost("{id:guid}/lift", async (Guid id, HttpContext context, IRevocationList list, RevocationsModel model, ConsoleRequest request) =>
        {
            if (await list.FindAsync(id, context.RequestAborted) is { IsFinal: true }) return await RefuseAsync(context, model);
            var lifted = await list.LiftAsync(id, request.Admin, context.RequestAborted);
            return request.Done("revocations", lifted is null ? Notice.NothingToLift : Notice.Lifted);
        }).Audited("Lift", Category);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, RevocationsModel model)
    {
        await model.ListAsync(context.Request.Query, context.RequestAborted);
        return new RazorComponentResult<RevocationsPage>();
    }

    // The same page with what was sent and what is wrong with it.
    private static async Task<IResult> RefuseAsync(HttpContext context, RevocationsModel model)
    {
        await model.ListAsync(QueryCollection.Empty, context.RequestAborted);
        return new RazorComponentResult<RevocationsPage> { StatusCode = StatusCodes.Status400BadRequest };
    }

    private static Task<IFormCollection> FormAsync(HttpContext context) => context.Request.ReadFormAsync(context.RequestAborted);
}
