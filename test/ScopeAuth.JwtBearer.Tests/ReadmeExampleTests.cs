using System.Net;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.JwtBearer.Tests;

public sealed class ReadmeExampleTests
{
    [Fact]
    public async Task The_example_of_the_README_lets_in_who_has_the_role()
    {
        await using var server = await TestServers.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration["Jwt:Authority"] = server.Issuer;
        builder.Configuration["Jwt:Audience"] = "https://api.example";
        builder.Configuration["Jwt:RequireHttpsMetadata"] = "false";
        builder.Configuration["ScopeAuth:ApiRoles:Operator:Organizations"] = "*";
        foreach (var (key, value) in server.ConfigurationFor("acme")) builder.Configuration[$"ScopeAuth:{key}"] = value;

        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
            .AddJwtBearer(options => builder.Configuration.Bind("Jwt", options))
            .AddScopeRoles();

        await using var app = builder.Build();
        app.MapGet("/", () => "in").RequireApiRole("Operator");
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };

        client.DefaultRequestHeaders.Authorization = new("Bearer", server.IssueToken($"{TestServers.Organization}::Operator"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(client));
        client.DefaultRequestHeaders.Authorization = new("Bearer", server.IssueToken($"{TestServers.Organization}::Nobody"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(client));
    }

    private static Task<HttpStatusCode> AskAsync(HttpClient client) => Eventually.IsServedAsync(async () =>
    {
        using var response = await client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        return response.StatusCode;
    });
}
