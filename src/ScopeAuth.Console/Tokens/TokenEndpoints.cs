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
        pages.MapGet("tokens", async (HttpContext context, TokensModel model) =>
        {
            await model.ListAsync(context.Request.Query, context.RequestAborted);
            return model.Fault is null ? Results.Extensions.Component<TokensPage>() : Unavailable();
        }).Audited("Read", Category);
        pages.MapGet("tokens/{id}", async (string id, HttpContext context, TokensModel model) => await model.FindAsync(id, context.RequestAborted) ? Results.Extensions.Component<TokenPage>() : NotFound(model)).Audited("Read", Category);
        pages.MapPost("tokens/{id}/revoke", async (string id, HttpContext context, TokensModel model, ConsoleRequest request) =>
        {
            if (!await model.FindAsync(id, context.RequestAborted)) return NotFound(model);
            return await model.RevokeAsync(await context.Request.ReadFormAsync(context.RequestAborted), request.Admin, context.RequestAborted)
                ? request.Done($"tokens/{id}", Notice.Revoked)
                : Results.Extensions.Component<TokenPage>(StatusCodes.Status400BadRequest);
        }).Audited("Revoke", Category);
    }

    // What cannot be read may well be there.
    private static IResult NotFound(TokensModel model) => model.Fault is null ? Results.NotFound() : Unavailable();

    private static IResult Unavailable() => Results.Extensions.Component<TokensPage>(StatusCodes.Status503ServiceUnavailable);
}
