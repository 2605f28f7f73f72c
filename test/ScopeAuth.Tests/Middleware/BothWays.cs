using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Middleware;

/// <summary>The same API twice: once with the framework's two middlewares, once with ScopeAuth's own.</summary>
public sealed class BothWays : IAsyncLifetime
{
    internal RefusalApi Standard { get; } = new() { Map = Map };

    internal RefusalApi Own { get; } = new() { Map = Map, OwnMiddleware = true };

    public async ValueTask InitializeAsync()
    {
        await Standard.InitializeAsync();
        await Own.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Standard.DisposeAsync();
        await Own.DisposeAsync();
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/claims", (Delegate)Claims).RequireAuthorization();
        app.MapGet("/anyone/claims", (Delegate)Claims);
        app.MapGet("/anonymous/claims", (Delegate)Claims).RequireApiAccess("Firewall").AllowAnonymous();
        app.MapGet("/two", (Delegate)Claims).RequireApiAccess("Audit").RequireApiAccess("Firewall");
        app.MapGet("/one-of", (Delegate)Claims).RequireApiRole("Operator", "Auditor");
        app.MapGet("/authenticated", (Delegate)Claims).RequireAuthorization(new AuthorizationPolicyBuilder("Bearer").RequireAuthenticatedUser().Build());
        app.MapGet("/by-claim", (Delegate)Claims).RequireAuthorization(policy => policy.RequireApiRole("Auditor").RequireClaim("sub"));
        app.MapGet("/by-other-scheme", (Delegate)Claims).RequireAuthorization(policy => policy.AddAuthenticationSchemes("Bearer", "None").RequireAuthenticatedUser());
        app.MapGet("/throws", context => throw new InvalidOperationException("endpoint")).RequireAuthorization();
        app.MapPost("/teapot", () => Results.StatusCode(418)).RequireApiAccess("Firewall");
    }

    private static async Task<object> Claims(HttpContext context)
    {
        context.Items["mine"] = "kept";
        var ticket = await context.AuthenticateAsync("Bearer");
        var result = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult;
        return new
        {
            context.User.Identity?.IsAuthenticated,
            context.User.Identity?.AuthenticationType,
            context.User.Identity?.Name,
            IsAuditor = context.User.IsInRole("Auditor"),
            Claims = context.User.Claims.Select(Show),
            Ticket = ticket.Principal?.Claims.Select(Show),
            result?.Succeeded,
            result?.Ticket?.Properties.ExpiresUtc,
            result?.Ticket?.AuthenticationScheme,
            Items = context.Items.Keys.Select(key => key.ToString()).Where(key => key is "mine" || context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is not null),
            Mine = context.Items["mine"],
            None = context.Items["none"],
        };
    }

    private static string Show(Claim claim) => $"{claim.Type} {claim.Value} {claim.ValueType} {claim.Issuer}";
}
