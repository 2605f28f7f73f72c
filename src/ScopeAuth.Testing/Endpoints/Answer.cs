using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ScopeAuth.Testing.Endpoints;

/// <summary>What an endpoint for clients answers: a body, or an error of RFC 6749 section 5.2.</summary>
internal sealed record Answer(JsonObject? Body, int Status = StatusCodes.Status200OK)
{
    public static Answer InvalidClient { get; } =
        Error("invalid_client", "Client authentication failed.", StatusCodes.Status401Unauthorized);

    public static Answer UnsupportedGrantType { get; } =
        Error("unsupported_grant_type", "The grant type is not one of this server's.");

    public static Answer InvalidRequest(string description) => Error("invalid_request", description);

    public static Answer InvalidScope(string description) => Error("invalid_scope", description);

    public static Answer InvalidGrant(string description) => Error("invalid_grant", description);

    public async Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        // The challenge answers the scheme the client tried, and only that one.
        if (Status == StatusCodes.Status401Unauthorized && context.Request.Headers.Authorization.Count > 0)
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"ScopeAuth.Testing\"";
        if (Body is not null) await Json.WriteAsync(context, Body);
    }

    private static Answer Error(string code, string description, int status = StatusCodes.Status400BadRequest) =>
        new(new() { ["error"] = code, ["error_description"] = description }, status);
}
