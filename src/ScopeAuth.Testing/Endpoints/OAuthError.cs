using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ScopeAuth.Testing.Endpoints;

/// <summary>An error of RFC 6749 section 5.2.</summary>
internal sealed record OAuthError(string Code, string Description, int Status = StatusCodes.Status400BadRequest)
{
    public static OAuthError InvalidRequest(string description) => new("invalid_request", description);

    public static OAuthError InvalidScope(string description) => new("invalid_scope", description);

    public static OAuthError InvalidClient { get; } =
        new("invalid_client", "Client authentication failed.", StatusCodes.Status401Unauthorized);

    public static OAuthError UnsupportedGrantType { get; } =
        new("unsupported_grant_type", "The grant type is not one of this server's.");

    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        // The challenge answers the scheme the client tried, and only that one.
        if (Status == StatusCodes.Status401Unauthorized && context.Request.Headers.Authorization.Count > 0)
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"ScopeAuth.Testing\"";

        return Json.WriteAsync(context, new JsonObject { ["error"] = Code, ["error_description"] = Description });
    }
}
