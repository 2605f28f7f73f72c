using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ScopeAuth.Samples.Tests.Readme;

/// <summary>The program of the README's first screen, letter by letter. It runs until it is stopped.</summary>
internal static class ReadmeProgram
{
    public static void Run(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddScopeRoleAuth(builder.Configuration.GetSection("ScopeAuth"));
        var app = builder.Build();

        // GET needs the access View to the category, every other method needs Full.
        var rules = app.MapGroup("/api/v1/firewallRules").RequireApiAccess("Firewall");
        rules.MapGet("", () => new[] { "Allow DNS", "Block Telnet" });
        rules.MapPost("", (string name) => Results.Created($"/api/v1/firewallRules/{name}", name));

        // An endpoint can also ask for a role by its name.
        app.MapPost("/api/v1/activate", (HttpContext http) => $"Activated by {http.User.Identity!.Name}").RequireApiRole("Operator");

        app.MapHealthChecks("/healthz");
        app.Run();
    }
}
