using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.JwtBearer.Tests;

/// <summary>The application's own events go on as if ScopeAuth were not there.</summary>
public sealed class EventTests
{
    private const string Auditor = $"{TestServers.Organization}::Auditor";

    [Fact]
    public async Task A_claim_that_an_event_adds_is_kept_and_is_no_role()
    {
        var (seen, answer) = await AskAsync("/whoami", context =>
        {
            var identity = (ClaimsIdentity)context.Principal!.Identity!;
            identity.AddClaim(new("department", "network"));
            identity.AddClaim(new(ClaimTypes.Role, "Operator"));
            context.Principal.AddIdentity(new([new("plan", "paid")], "Application"));
            return context.Principal;
        });

        var claims = answer.Json.GetProperty("claims").EnumerateArray().Select(claim => claim.GetString()).ToArray();
        Assert.Contains("department=network", claims);
        Assert.Contains("plan=paid", claims);
        Assert.Equal("oauth-Auditor$@1234567.zscaler.net", answer.Json.GetProperty("adminId").GetString());
        Assert.Equal(["Auditor"], answer.Json.GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
        // The event saw the handler's own principal, under the names that the handler gives.
        Assert.True(seen.HasClaim(claim => claim.Type == ClaimTypes.NameIdentifier));
        Assert.Equal("false", (await AskAsync("/by-role/Operator", context =>
        {
            ((ClaimsIdentity)context.Principal!.Identity!).AddClaim(new(ClaimTypes.Role, "Operator"));
            return context.Principal;
        })).Answer.Body);
    }

    [Fact]
    public async Task An_event_that_ends_the_authentication_itself_ends_only_the_handlers()
    {
        var (_, answer) = await AskAsync("/whoami", context =>
        {
            context.Principal!.AddIdentity(new([new("plan", "paid")], "Application"));
            context.Success();
            return context.Principal;
        });

        Assert.Equal("oauth-Auditor$@1234567.zscaler.net", answer.Json.GetProperty("adminId").GetString());
        Assert.DoesNotContain("plan=paid", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_event_refuses_is_refused()
    {
        var (_, answer) = await AskAsync("/whoami", context =>
        {
            context.Fail("This application has locked the client.");
            return context.Principal!;
        });

        Assert.Equal((401, Rejection.RefusedByHandler), (answer.Status, answer.Rejection));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_token_that_an_event_takes_from_elsewhere_is_the_one_that_is_judged(bool saveToken)
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await JwtBearerApi.StartAsync(server, options =>
        {
            options.SaveToken = saveToken;
            options.Events = new()
            {
                OnMessageReceived = context =>
                {
                    context.Token = context.Request.Query["access_token"];
                    return Task.CompletedTask;
                },
            };
        });
        var other = server.IssueToken($"{TestServers.Organization}::Operator");

        var answer = await api.AskAsync($"/whoami?access_token={server.IssueToken(Auditor)}", other);

        Assert.Equal("oauth-Auditor$@1234567.zscaler.net", answer.Json.GetProperty("adminId").GetString());
    }

    [Fact]
    public async Task An_event_that_lets_a_request_in_without_a_token_opens_nothing()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await JwtBearerApi.StartAsync(server, options => options.Events = new()
        {
            OnMessageReceived = context =>
            {
                context.Principal = new(new ClaimsIdentity([new("scopeauth:role", "Auditor")], "Application"));
                context.Success();
                return Task.CompletedTask;
            },
        });

        Assert.Equal((401, Rejection.NoCredentials), await StatusAsync(api, "/whoami"));
        Assert.Equal((401, Rejection.NoCredentials), await StatusAsync(api, "/firewall"));
    }

    [Fact]
    public async Task An_event_that_answers_a_challenge_is_heard()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await JwtBearerApi.StartAsync(server, options => options.Events = new()
        {
            OnChallenge = async context =>
            {
                context.HandleResponse();
                if (context.Request.Path != "/whoami") context.Response.Redirect("/login");
                else
                {
                    context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                    await context.Response.WriteAsync("the application's own words", context.HttpContext.RequestAborted);
                }
            },
        });

        var written = await api.AskAsync("/whoami");
        Assert.Equal((401, "the application's own words"), (written.Status, written.Body));
        Assert.Equal(302, (await api.AskAsync("/firewall")).Status);
        // It is asked where the answer is 401, and nowhere else.
        Assert.Equal((403, Rejection.NoUsableRole), await StatusAsync(api, "/whoami", server.IssueToken("none")));
    }

    [Fact]
    public async Task Events_that_are_a_class_of_the_application_run()
    {
        await using var server = await TestServers.StartAsync();
        var events = new CountingEvents();
        await using var api = await JwtBearerApi.StartAsync(
            [server],
            authentication =>
            {
                authentication.Services.AddSingleton(events);
                return authentication.AddJwtBearer(JwtBearerApi.Trusting(server, options => options.EventsType = typeof(CountingEvents))).AddScopeRoles();
            });

        Assert.Equal(200, (await api.AskAsync("/whoami", server.IssueToken(Auditor))).Status);
        Assert.Equal(401, (await api.AskAsync("/whoami", server.IssueToken(new TestToken { Scopes = [Auditor], BreakSignature = true }))).Status);

        Assert.Equal("received validated received failed challenged", string.Join(' ', events.Seen));
    }

    private static async Task<(ClaimsPrincipal Seen, Answer Answer)> AskAsync(string path, Func<TokenValidatedContext, ClaimsPrincipal> validated)
    {
        ClaimsPrincipal? seen = null;
        await using var server = await TestServers.StartAsync();
        await using var api = await JwtBearerApi.StartAsync(server, options => options.Events = new()
        {
            OnTokenValidated = context =>
            {
                seen = validated(context);
                return Task.CompletedTask;
            },
        });
        var answer = await api.AskAsync(path, server.IssueToken(Auditor));
        return (seen!, answer);
    }

    private static async Task<(int, Rejection?)> StatusAsync(JwtBearerApi api, string path, string? token = null)
    {
        var answer = await api.AskAsync(path, token);
        return (answer.Status, answer.Rejection);
    }
}
