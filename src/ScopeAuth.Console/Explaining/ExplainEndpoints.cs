using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ScopeAuth.Console.Explaining;

internal static class ExplainEndpoints
{
    public static void MapExplain(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("explain", () => new RazorComponentResult<ExplainPage>()).Audited("Read", "Tokens");
        // No redirect: the token would have to travel in an address. A reload asks first, and does nothing but explain again.
        pages.MapPost("explain", async (HttpContext context, ExplainModel model) =>
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            await model.ExplainAsync(form["token"].ToString(), context.RequestAborted);
            return new RazorComponentResult<ExplainPage>();
        }).Audited("Explain", "Tokens");
    }
}
