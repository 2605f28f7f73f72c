using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ScopeAuth.Samples.Administration;

/// <summary>Who may enter the console of the sample: whoever has the password that the start printed, from this machine.</summary>
internal static class AdministrationExtensions
{
    public const string Policy = "Administrators";

    private const string Scheme = "Console";
    private const string LoginPath = "/login";
    private const string LogoutPath = "/logout";

    public static void AddAdministration(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<LocalAdministrator>();
        services.AddAuthentication().AddCookie(Scheme, options =>
        {
            options.LoginPath = LoginPath;
            options.AccessDeniedPath = LoginPath;
            options.ExpireTimeSpan = TimeSpan.FromHours(8);
            options.Cookie.Name = "scopeauth-sample";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
        });
        services.AddAuthorizationBuilder().AddPolicy(Policy, policy => policy
            .AddAuthenticationSchemes(Scheme)
            .RequireAuthenticatedUser()
            .RequireAssertion(context => context.Resource is HttpContext http && IsLocal(http)));
        services.AddScopeAuthConsole(options => (options.Policy, options.SignOutPath) = (Policy, LogoutPath));
    }

    public static void MapAdministration(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapScopeAuthConsole("/admin");
        endpoints.MapGet(LoginPath, (string? returnUrl) => Show(returnUrl, null)).AllowAnonymous().AddEndpointFilter(GuardAsync);
        endpoints.MapPost(LoginPath, async (HttpContext context, IFormCollection form, LocalAdministrator administrator) =>
        {
            if (!IsLocal(context)) return Results.StatusCode(StatusCodes.Status403Forbidden);
            var tried = administrator.Try(form["name"], form["password"]);
            if (tried != SignIn.Good) return Show(form["returnUrl"], tried);
            await context.SignInAsync(Scheme, new(new ClaimsIdentity([new(ClaimTypes.Name, LocalAdministrator.Name)], Scheme)));
            return Results.LocalRedirect(form["returnUrl"] is [{ Length: > 1 } url] && url[0] == '/' && url[1] is not ('/' or '\\') ? url : "/admin");
        }).AllowAnonymous().AddEndpointFilter(GuardAsync);
        endpoints.MapPost(LogoutPath, async (HttpContext context, IFormCollection _) =>
        {
            await context.SignOutAsync(Scheme);
            return Results.LocalRedirect("/");
        }).RequireAuthorization(Policy);        // the form names the administrator, who has to be known when it is checked
    }

    private static RazorComponentResult<LoginPage> Show(string? returnUrl, SignIn? tried) => new(new { ReturnUrl = returnUrl, Tried = tried })
    {
        StatusCode = tried switch { null => StatusCodes.Status200OK, SignIn.Locked => StatusCodes.Status429TooManyRequests, _ => StatusCodes.Status401Unauthorized },
    };

    private static async ValueTask<object?> GuardAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.ContentSecurityPolicy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return await next(context);
    }

    private static bool IsLocal(HttpContext context) => context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
