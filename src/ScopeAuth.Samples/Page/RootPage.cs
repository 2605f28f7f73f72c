using System.Net;
using System.Text;
using ScopeAuth.Samples.AuthorizationServers;
using ScopeAuth.Samples.Start;

namespace ScopeAuth.Samples.Page;

/// <summary>The page at the root: what there is, who may call it, and commands to copy. The endpoints are read from the application itself.</summary>
internal static class RootPage
{
    public static void MapRootPage(this IEndpointRouteBuilder endpoints, Uri address, SampleServers servers)
    {
        var template = ReadTemplate();
        endpoints.MapGet("/", (EndpointDataSource source, HttpContext context) =>
        {
            // Nothing from elsewhere: the page is one file.
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
            return Results.Content(
                template.Replace("{{endpoints}}", Rows(EndpointRow.All(source), Row), StringComparison.Ordinal)
                    .Replace("{{servers}}", Rows(servers.All, Row), StringComparison.Ordinal)
                    .Replace("{{commands}}", Rows(Examples(address, servers), Row), StringComparison.Ordinal),
                "text/html; charset=utf-8");
        }).AllowAnonymous().WithSummary("This page");
    }

    private static IEnumerable<(string Title, string Command)> Examples(Uri address, SampleServers servers)
    {
        var commands = new Commands(address);
        var okta = servers.All[0];
        yield return ("Get a token, then ask who you are", $"{Commands.GetToken(okta, "FirewallAdmin")}\n{commands.Call("/api/v1/whoami")}");
        yield return ("Read the rules, add one", $"{commands.Call("/api/v1/firewallRules")}\n"
            + commands.CallWith("POST", "/api/v1/firewallRules", """{"name":"Block FTP","action":"BLOCK","destination":"0.0.0.0/0:21"}"""));
        yield return ("An auditor reads, but adds nothing: 403", $"{Commands.GetToken(okta, "Auditor")}\n"
            + $"{commands.CallWith("POST", "/api/v1/firewallRules", "{}")}\n{commands.Call("/api/v1/auditLogs")}");
        yield return ("An operator of another organisation, by another vendor", $"{Commands.GetToken(servers.All[4], "Operator")}\n"
            + commands.CallWith("POST", "/api/v1/activate"));
        yield return ("Without a token: 401", $"curl -sSi -w '\\n' {new Uri(address, "/api/v1/whoami")}");
    }

    private static string Row(EndpointRow endpoint) =>
        $"<tr><td><code>{Text(endpoint.Method)}</code></td><td><code>{Text(endpoint.Path)}</code></td><td>{Text(endpoint.Summary)}</td><td>{Text(endpoint.Needs)}</td></tr>";

    private static string Row(SampleServer server) =>
        $"<tr><td>{server.Server.Vendor}</td><td><code>{Text(server.TokenEndpoint.AbsoluteUri)}</code></td><td><code>{Text(server.Organization)}</code></td>"
        + $"<td><a href=\"/as/{server.Name}\">page</a> <a href=\"{Text(server.Server.JwksUri.AbsoluteUri)}\">keys</a> <a href=\"{Text(server.Server.MetadataUri.AbsoluteUri)}\">metadata</a></td></tr>";

    private static string Row((string Title, string Command) example) =>
        $"<section class=\"command\"><header><h3>{Text(example.Title)}</h3></header><pre>{Text(example.Command)}</pre></section>";

    private static string Rows<T>(IEnumerable<T> items, Func<T, string> row) => string.Join('\n', items.Select(row));

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string ReadTemplate()
    {
        using var resource = typeof(RootPage).Assembly.GetManifestResourceStream("index.html")!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
