using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using ScopeAuth.Bearer;

namespace ScopeAuth.Console.Hosting;

/// <summary>Stands before every page: what a browser may do with it, and where a form must have come from.</summary>
internal sealed class ConsoleGuard(IAntiforgery antiforgery) : IEndpointFilter
{
    // Nothing in line and nothing from elsewhere: what a name or a claim may hold could not run if it were not encoded.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        // Not no-referrer: with that a browser sends the origin "null" along with forms.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";

        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) return await next(context);
        if (IsFromOwnPages(http.Request) && await antiforgery.IsRequestValidAsync(http)) return await next(context);

        // The audit record has the reason; whoever sent it learns no more than that it was refused.
        RequestDecision.Of(http).Rejection = Rejection.ForeignForm;
        return Results.Text("This form was not sent from the console's own pages, or it was open for too long. Go back, load the page again, and send it anew.", statusCode: 400);
    }

    // Sec-Fetch-Site is the browser's own word, which no page can set; browsers that do not send it send the origin with every form.
    private static bool IsFromOwnPages(HttpRequest request) => request.Headers["Sec-Fetch-Site"] is [{ } site]
        ? site == "same-origin"
        : request.Headers.Origin is [{ } origin] && origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
