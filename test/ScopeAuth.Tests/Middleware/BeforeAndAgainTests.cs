using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Middleware;

/// <summary>What was before the decision on a request, and what comes after it, means the same to ScopeAuth's own middleware as to the framework's two.</summary>
public sealed class BeforeAndAgainTests
{
    [Theory]
    [InlineData(true, "/1234567/throws")]
    [InlineData(false, "/1234567/throws")]
    [InlineData(true, "/1234567/throws-by-claim")]
    [InlineData(false, "/1234567/throws-by-claim")]
    public async Task An_error_page_is_for_the_organisation_that_the_route_of_the_request_named(bool isOwnLane, string path)
    {
        await using var server = await TestServers.StartAsync(configure: options => options.Organizations.Add(TestServers.Other));
        await using var api = await StartAsync(server, isOwnLane, app => app.UseExceptionHandler("/error"));
        var token = server.IssueToken(new TestToken { Scopes = [$"{TestServers.Organization}::Auditor", $"{TestServers.Other}::Auditor"] });

        var answer = await api.AskAsync(path, token);
        Assert.Equal((500, "sorry, oauth-Auditor$@1234567.zscaler.net"), (answer.Status, answer.Body));
        Assert.Equal(Rejection.OrganizationNotNamed, (await api.AskAsync("/error", token)).Rejection);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_policy_without_a_scheme_is_content_with_a_user_of_another_origin(bool isOwnLane)
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await StartAsync(server, isOwnLane, app => app.Use((context, next) =>
        {
            context.User = new(new ClaimsIdentity([new(ClaimTypes.Name, "gateway")], "gateway"));
            return next(context);
        }));

        Assert.Equal("gateway", (await api.AskAsync("/authenticated")).Body);
        Assert.Equal("gateway", (await api.AskAsync("/authenticated", "bad")).Body);
        Assert.Equal(403, (await api.AskAsync("/operators")).Status);
        Assert.Equal(401, (await api.AskAsync("/whoami")).Status);              // its policy names the scheme
        var token = server.IssueToken(new TestToken { Scopes = [$"{TestServers.Organization}::Operator"] });
        Assert.Equal("oauth-Operator$@1234567.zscaler.net", (await api.AskAsync("/authenticated", token)).Body);
        Assert.Equal("oauth-Operator$@1234567.zscaler.net", (await api.AskAsync("/operators", token)).Body);
    }

    private static Task<TestApi> StartAsync(TestAuthorizationServer server, bool isOwnLane, Action<WebApplication> before) => TestApi.StartPlainAsync(
        server.ConfigurationFor("server"),
        builder => builder.Services.AddScopeRoleAuth(builder.Configuration.GetSection("ScopeAuth")),
        app =>
        {
            before(app);
            if (isOwnLane) app.UseScopeRoleAuth();
            else app.UseAuthentication().UseAuthorization();
            app.MapGet("/{organization}/throws", Throw).RequireAuthorization();
            app.MapGet("/{organization}/throws-by-claim", Throw).RequireAuthorization(policy => policy.RequireApiRole("Auditor").RequireClaim("sub"));
            app.MapGet("/error", (ClaimsPrincipal user) => $"sorry, {user.Identity!.Name}").RequireAuthorization();
            app.MapGet("/authenticated", NameOf).RequireAuthorization(policy => policy.RequireAuthenticatedUser());
            app.MapGet("/operators", NameOf).RequireAuthorization(policy => policy.RequireApiRole("Operator"));
        });

    private static Task Throw(HttpContext context) => throw new InvalidOperationException("endpoint");

    private static string NameOf(ClaimsPrincipal user) => user.Identity!.Name!;
}
