using Microsoft.AspNetCore.Http;

namespace ScopeAuth.Testing.Endpoints;

/// <summary>What every request to a test server passes first: it is counted, held, turned away, or answered wrongly.</summary>
internal static class Guard
{
    public static async Task PassAsync(
        HttpContext context, TestAuthorizationServer server, TestEndpoint kind, RequestDelegate answer)
    {
        server.Requests.Count(kind);
        await server.Faults.PassAsync(context.RequestAborted);
        if (server.Faults.Outage) context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        else if (server.Faults.BodyOf(kind) is { } body) await Json.WriteAsync(context, body);
        else await answer(context);
    }
}
