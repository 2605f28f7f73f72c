using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ScopeAuth.Samples.AuthorizationServers;
using ScopeAuth.Samples.Start;

namespace ScopeAuth.Samples.ServerPage;

/// <summary>The page of each authorization server: what its administrator would see, and a button that mints a token.</summary>
/// <remarks>Forms carry an antiforgery token; there is no script. A minted token is in the answer to the button, and on no page afterwards.</remarks>
internal static class ServerPageEndpoints
{
    // Nothing from elsewhere, and nothing in line: what a name or a scope may hold could not run if it were not encoded.
    private const string Policy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void MapServerPages(this IEndpointRouteBuilder endpoints, Uri address, IReadOnlyList<SampleServer> servers)
    {
        var style = ReadStyle();
        var commands = new Commands(address);
        endpoints.MapGet("/as/page.css", () => Results.Text(style, "text/css", Encoding.UTF8)).AllowAnonymous().ExcludeFromDescription();

        var pages = endpoints.MapGroup("/as/{name}").AllowAnonymous().AddEndpointFilter(async (context, next) =>
        {
            context.HttpContext.Response.Headers.ContentSecurityPolicy = Policy;
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            return await next(context);
        });
        pages.MapGet("", (string name, IConfiguration configuration) => Find(name) is { } server
            ? Show(server, RolesIn(configuration), null)
            : Results.NotFound()).WithSummary("The page of one authorization server");
        pages.MapPost("/mint", (string name, IFormCollection form, IConfiguration configuration, TimeProvider clock) =>
        {
            if (Find(name) is not { } server) return Results.NotFound();
            var (roles, known) = (form["role"], RolesIn(configuration));
            return roles.Count > 0 && roles.All(known.Contains)
                && server.Server.Clients.All.FirstOrDefault(client => client.Enabled && client.Id == form["client"]) is { } client
                && Enum.TryParse<MintedLifetime>(form["lifetime"], out var lifetime)
                ? Show(server, known, MintedToken.Mint(server, roles!, client.Id, lifetime, clock))
                : Results.BadRequest();
        });
        pages.MapPost("/revoke", (string name, [FromForm] string tokenId) =>
        {
            if (Find(name) is not { } server) return Results.NotFound();
            server.Server.IssuedTokens.FirstOrDefault(token => token.TokenId == tokenId)?.Revoke();
            return Results.LocalRedirect($"/as/{server.Name}");
        });

        SampleServer? Find(string name) => servers.FirstOrDefault(server => server.Name == name);
        IResult Show(SampleServer server, IReadOnlyList<string> roles, MintedToken? minted) => new RazorComponentResult<ServerPage>(new
        {
            Current = server,
            Servers = servers,
            Roles = roles,
            Minted = minted,
            Commands = commands,
        });
    }

    // Asked each time: a change of the settings is in force at once.
    private static IReadOnlyList<string> RolesIn(IConfiguration configuration) =>
        [.. configuration.GetSection($"{ScopeAuthDefaults.ConfigurationSection}:{nameof(ScopeAuthOptions.ApiRoles)}").GetChildren().Select(role => role.Key)];

    private static string ReadStyle()
    {
        using var resource = typeof(ServerPageEndpoints).Assembly.GetManifestResourceStream("page.css")!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
