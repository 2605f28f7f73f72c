using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ScopeAuth.Console.Hosting;

namespace ScopeAuth.Console.Tokens;

internal static class TokenEndpoints
{
    private const string Category = "Tokens";

    public static void MapTokens(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("tokens", (HttpContext context, TokensModel model) =>
        {
            model.List(context.Request.Query);
            return Results.Extensions.Component<TokensPage>();
        }).Audited("Read", Category);
        pages.MapGet("tokens/{id}", (string id, TokensModel model) => model.Find(id) ? Results.Extensions.Component<TokenPage>() : Results.NotFound()).Audited("Read", Category);
        pages.MapPost("tokens/{id}/revoke", async (string id, HttpContext context, TokensModel model, ConsoleRequest request) =>
        {
            if (!model.Find(id)) return Results.NotFound();
            return await model.RevokeAsync(await context.Request.ReadFormAsync(context.RequestAborted), request.Admin, context.RequestAborted)
                ? request.Done($"tokens/{id}", Notice.Revoked)
                : Results.Extensions.Component<TokenPage>(StatusCodes.Status400BadRequest);
        }).Audited("Revoke", Category);
    }
}
