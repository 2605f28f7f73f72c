using Microsoft.AspNetCore.Http;
using ScopeAuth.Explanation;
using ScopeAuth.Hosting;
using ScopeAuth.Middleware;

namespace ScopeAuth;

/// <summary>What a request says about its token, besides the token.</summary>
/// <param name="AuthorizationServer">The server that the request names for an opaque token; null if it names none.</param>
/// <param name="MustBeFresh">Whether the endpoint wants the token's server to be asked now (<c>RequireFreshIntrospection</c>).</param>
/// <param name="Road">Where the token's road is written down; null but for an explanation, which is judged anew, remembered nowhere and counted nowhere.</param>
internal readonly record struct Presentation(string? AuthorizationServer, bool MustBeFresh, RoadLog? Road = null)
{
    public static Presentation Of(HttpContext context, EndpointTraits endpoint, ScopeAuthSettings settings) => new(
        settings.AuthorizationServerHeader is { } header && context.Request.Headers.TryGetValue(header, out var named) ? named.ToString() : null,
        endpoint.MustBeFresh);
}
