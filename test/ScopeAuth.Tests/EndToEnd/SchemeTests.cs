using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>ScopeAuth beside the schemes that an application has already.</summary>
public sealed class SchemeTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("Machines")]
    public async Task The_default_scheme_stays_and_our_demands_name_their_own(string? scheme)
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await StartAsync(server, scheme);
        var token = server.IssueToken($"{TestServers.Organization}::Auditor");
        var cookie = await SignInAsync(api);
        void WithCookie(HttpRequestMessage request) => request.Headers.Add("Cookie", cookie);

        // The application's own pages: signed in by cookie, sent to the login page without one, whatever token comes with the request.
        Assert.Equal((200, "person"), await BodyAsync(api, "/page", null, WithCookie));
        Assert.Equal((302, ""), await BodyAsync(api, "/page", null, null));
        Assert.Equal((302, ""), await BodyAsync(api, "/page", token, null));

        // Ours: by token, and a cookie opens nothing.
        Assert.Equal((200, "oauth-Auditor$@1234567.zscaler.net"), await BodyAsync(api, "/ours", token, null));
        Assert.Equal((200, "oauth-Auditor$@1234567.zscaler.net"), await BodyAsync(api, "/ours", token, WithCookie));
        var refused = await api.AskAsync("/ours", change: WithCookie);
        Assert.Equal((401, "Bearer realm=\"api\"", Rejection.NoCredentials), (refused.Status, refused.Challenge, refused.Rejection));
        Assert.Equal(403, (await api.AskAsync("/ours", server.IssueToken($"{TestServers.Organization}::Operator"))).Status);
        Assert.Equal(200, (await api.AskAsync("/firewall", token)).Status);
        Assert.Equal(401, (await api.AskAsync("/firewall", change: WithCookie)).Status);
    }

    [Fact]
    public async Task An_endpoint_may_take_either()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await StartAsync(server, null);
        var cookie = await SignInAsync(api);

        Assert.Equal((200, "person"), await BodyAsync(api, "/either", null, request => request.Headers.Add("Cookie", cookie)));
        Assert.Equal((200, "oauth-Auditor$@1234567.zscaler.net"), await BodyAsync(api, "/either", server.IssueToken($"{TestServers.Organization}::Auditor"), null));

        // What the other scheme's failure was is no reason once the policy is met.
        var record = api.Logs.Entries.Last(entry => entry.Category == "ScopeAuth.Audit");
        Assert.Contains("Rejection=, ", record.Fields, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_services_own_entry_point_makes_it_the_default_unless_another_is_named()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await TestApi.StartAsync(server);
        var schemes = api.Services.GetRequiredService<IAuthenticationSchemeProvider>();

        Assert.Equal("Bearer", (await schemes.GetDefaultAuthenticateSchemeAsync())!.Name);
        Assert.Equal("Bearer", (await schemes.GetDefaultChallengeSchemeAsync())!.Name);
    }

    private static async Task<TestApi> StartAsync(TestAuthorizationServer server, string? scheme) => await TestApi.StartPlainAsync(
        server.ConfigurationFor("server"),
        builder =>
        {
            var authentication = builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
            if (scheme is null) authentication.AddScopeRoleAuth();
            else authentication.AddScopeRoleAuth(scheme);
            builder.Services.AddAuthorization();
        },
        app =>
        {
            app.MapGet("/sign-in", (HttpContext context) => context.SignInAsync(new(new ClaimsIdentity([new(ClaimTypes.Name, "person")], "Password"))));
            app.MapGet("/page", (ClaimsPrincipal user) => user.Identity!.Name).RequireAuthorization();
            app.MapGet("/ours", (ClaimsPrincipal user) => user.Identity!.Name).RequireApiRole("Auditor");
            app.MapGet("/either", (ClaimsPrincipal user) => user.Identity!.Name).RequireAuthorization(new AuthorizeAttribute
            {
                AuthenticationSchemes = $"{scheme ?? ScopeAuthDefaults.AuthenticationScheme},{CookieAuthenticationDefaults.AuthenticationScheme}",
            });
        });

    private static async Task<string> SignInAsync(TestApi api)
    {
        using var response = await api.GetAsync("/sign-in");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private static async Task<(int, string)> BodyAsync(TestApi api, string path, string? token, Action<HttpRequestMessage>? change)
    {
        var answer = await api.AskAsync(path, token, change: change);
        return (answer.Status, answer.Body);
    }
}
