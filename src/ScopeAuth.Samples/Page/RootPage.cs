using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using ScopeAuth.Samples.AuthorizationServers;
using ScopeAuth.Samples.Start;

namespace ScopeAuth.Samples.Page;

/// <summary>The page at the root: what there is, who may call it, and commands to copy. The endpoints are read from the application itself.</summary>
internal static class RootPage
{
    public static void MapRootPage(this IEndpointRouteBuilder endpoints, Uri address, SampleServers servers)
    {
        var script = ReadScript();
        var examples = Examples(address, servers).ToList();
        endpoints.MapGet("/", (EndpointDataSource source, IConfiguration configuration, HttpContext context) =>
        {
            // Nothing in line and nothing from elsewhere.
            context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
            return new RazorComponentResult<WelcomePage>(new
            {
                Endpoints = EndpointRow.All(source).ToList(),
                Servers = servers.All,
                Examples = examples,
                Roles = RoleRow.All(configuration),
            });
        }).AllowAnonymous().WithSummary("This page");
        endpoints.MapGet("/page.js", () => Results.Text(script, "text/javascript", Encoding.UTF8)).AllowAnonymous().ExcludeFromDescription();
    }

    private static IEnumerable<CommandExample> Examples(Uri address, SampleServers servers)
    {
        var commands = new Commands(address);
        var okta = servers.All[0];
        yield return new("Get a token, then ask who you are", $"{Commands.GetToken(okta, "FirewallAdmin")}\n{commands.Call("/api/v1/whoami")}");
        yield return new("Read the rules, add one", $"{commands.Call("/api/v1/firewallRules")}\n"
            + commands.CallWith("POST", "/api/v1/firewallRules", """{"name":"Block FTP","action":"BLOCK","destination":"0.0.0.0/0:21"}"""));
        yield return new("An auditor reads, but adds nothing: 403", $"{Commands.GetToken(okta, "Auditor")}\n"
            + $"{commands.CallWith("POST", "/api/v1/firewallRules", "{}")}\n{commands.Call("/api/v1/auditLogs")}");
        yield return new("An operator of another organisation, by another vendor", $"{Commands.GetToken(servers.All[4], "Operator")}\n"
            + commands.CallWith("POST", "/api/v1/activate"));
        yield return new("Revoke a token: the next request with it is refused, 401", $"{Commands.GetToken(okta, "FirewallAdmin")}\n"
            + $"ID=$({commands.Call("/api/v1/whoami")} | sed 's/.*\"tokenId\":\"\\([^\"]*\\)\".*/\\1/')\n"
            + $"REVOKED=$TOKEN\n{Commands.GetToken(okta, "TokenAdmin")}\n"
            + $"{commands.CallWith("POST", "/api/v1/revocations", """{"authorizationServer":"okta","tokenId":"'"$ID"'","reason":"RevokedByAdministrator"}""")}\n"
            + $"curl -sSi -w '\\n' -H \"Authorization: Bearer $REVOKED\" {new Uri(address, "/api/v1/whoami")}");
        yield return new("Without a token: 401", $"curl -sSi -w '\\n' {new Uri(address, "/api/v1/whoami")}");
    }

    private static string ReadScript()
    {
        using var resource = typeof(RootPage).Assembly.GetManifestResourceStream("page.js")!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
