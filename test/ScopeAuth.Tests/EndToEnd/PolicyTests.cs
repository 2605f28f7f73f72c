using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>The demands on roles, written in every way there is.</summary>
public sealed class PolicyTests(PolicyTests.Host host) : IClassFixture<PolicyTests.Host>
{
    /// <summary>Method, path, and the roles that reach it; every other one must not.</summary>
    public static TheoryData<string, string, string> Endpoints => new()
    {
        { "GET", "/firewall", "Auditor FirewallAdmin" },
        { "HEAD", "/firewall", "Auditor FirewallAdmin" },
        { "POST", "/firewall", "FirewallAdmin" },
        { "DELETE", "/firewall", "FirewallAdmin" },
        { "GET", "/firewall/full", "FirewallAdmin" },
        { "POST", "/activate", "Operator" },
        { "GET", "/view", "Auditor FirewallAdmin" },
        { "POST", "/view", "Auditor FirewallAdmin" },
        { "GET", "/any-of-two", "Auditor Operator" },
        { "GET", "/both", "" },                                     // nobody has both roles
        { "GET", "/group/inner", "FirewallAdmin" },                 // the group's demand and the endpoint's own
        { "GET", "/policy/operators", "Operator" },
        { "GET", "/policy/writers", "FirewallAdmin" },
        { "GET", "/policy/by-method", "Auditor FirewallAdmin" },
        { "POST", "/policy/by-method", "FirewallAdmin" },
        { "GET", "/policy/named", "Auditor Operator FirewallAdmin" },
        { "GET", "/is-in-role", "Operator" },                       // the framework's own words work, too
        { "GET", "/imperative", "Operator" },
        { "GET", "/imperative/resource", "Operator" },
        { "POST", "/grpc.Firewall/Change", "FirewallAdmin" },
        { "POST", "/grpc.Firewall/Read", "Auditor FirewallAdmin" },
        { "GET", "/rules", "Auditor FirewallAdmin" },
        { "POST", "/rules", "FirewallAdmin" },
        { "GET", "/rules/full", "FirewallAdmin" },
        { "GET", "/rules/for-operators", "" },                      // the controller's demand and the action's own
        { "GET", "/rules/open", "Auditor Operator FirewallAdmin" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_demand_lets_those_roles_through_that_meet_it(string method, string path, string roles)
    {
        foreach (var role in (string[])["Auditor", "Operator", "FirewallAdmin"])
        {
            var answer = await host.Api.AskAsync(path, host.Token(role), new(method));
            var allowed = roles.Split(' ').Contains(role);
            Assert.True(allowed ? answer.Status is 200 or 204 : answer.Status == 403, $"{role}: {answer}");
            if (!allowed && method != "HEAD") Assert.Contains(answer.Rejection, new Rejection?[] { Rejection.InsufficientRole, Rejection.PolicyNotMet });
        }
        if (path != "/rules/open") Assert.Equal(401, (await host.Api.AskAsync(path, method: new(method))).Status);
    }

    [Fact]
    public async Task Several_roles_reach_what_any_of_them_reaches()
    {
        var both = host.Token("Auditor", "Operator");

        Assert.Equal(200, (await host.Api.AskAsync("/both", both)).Status);
        Assert.Equal(204, (await host.Api.AskAsync("/activate", both, HttpMethod.Post)).Status);
        Assert.Equal(204, (await host.Api.AskAsync("/rules/for-operators", both)).Status);
        Assert.Equal(403, (await host.Api.AskAsync("/firewall", both, HttpMethod.Post)).Status);
    }

    [Theory]
    [InlineData("websocket", 403)]
    [InlineData("WebSocket", 403)]
    [InlineData("h2c, websocket", 403)]                             // the header is a list
    [InlineData("websocket,", 403)]
    [InlineData("\"websocket\"", 403)]
    [InlineData("h2c\r\nUpgrade: websocket", 403)]
    [InlineData("websocket/13", 200)]                               // another protocol to the framework
    [InlineData("h2c", 200)]                                        // an offer that the server does not take up
    public async Task A_request_that_opens_a_connection_needs_full_access(string upgrade, int status)
    {
        var response = await RawRequest.GetAsync(host.Api, "/firewall", $"Authorization: Bearer {host.Token("Auditor")}", $"Upgrade: {upgrade}", "Connection: Upgrade");

        Assert.Equal(status, RawRequest.StatusOf(response));
    }

    [Fact]
    public async Task A_fallback_policy_closes_what_names_no_policy()
    {
        await using var api = await TestApi.StartAsync(
            host.Server.ConfigurationFor("server"),
            configure: builder => builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(
                new AuthorizationPolicyBuilder(ScopeAuthDefaults.AuthenticationScheme).RequireApiRole("Operator").Build()));

        Assert.Equal(401, (await api.AskAsync("/open")).Status);
        Assert.Equal(403, (await api.AskAsync("/open", host.Token("Auditor"))).Status);
        Assert.Equal(200, (await api.AskAsync("/open", host.Token("Operator"))).Status);
        Assert.Equal(200, (await api.AskAsync("/whoami", host.Token("Auditor"))).Status);
    }

    [Fact]
    public async Task The_default_policy_demands_a_usable_role()
    {
        foreach (var path in (string[])["/whoami", "/any"])
        {
            Assert.Equal(Rejection.NoCredentials, (await host.Api.AskAsync(path)).Rejection);
            Assert.Equal(Rejection.NoUsableRole, (await host.Api.AskAsync(path, host.Token("Nobody"))).Rejection);
            Assert.Equal(200, (await host.Api.AskAsync(path, host.Token("Operator"))).Status);
        }
    }

    public sealed class Host : OneServerApi
    {
        protected override void Configure(WebApplicationBuilder builder)
        {
            builder.Services.AddControllers().ConfigureApplicationPartManager(manager => manager.FeatureProviders.Add(new OnlyController(typeof(RulesController))))
                .AddApplicationPart(typeof(PolicyTests).Assembly);
            builder.Services.AddAuthorizationBuilder()
                .AddPolicy("Operators", policy => policy.RequireApiRole("Operator"))
                .AddPolicy("Writers", policy => policy.RequireApiAccess("Firewall", ApiAccess.Full))
                .AddPolicy("ByMethod", policy => policy.RequireApiAccess("Firewall"));
        }

        protected override void Map(WebApplication app) => PolicyTests.Map(app);
    }

    private static void Map(WebApplication app)
    {
        app.MapControllers();
        app.MapMethods("/view", ["GET", "POST"], () => "").RequireApiAccess("Firewall", ApiAccess.View);
        app.MapGet("/any-of-two", () => "").RequireApiRole("Auditor", "Operator");
        app.MapGet("/both", () => "").RequireApiRole("Auditor").RequireApiRole("Operator");
        app.MapGroup("/group").RequireApiAccess("UrlFiltering", ApiAccess.View).MapGet("/inner", () => "").RequireApiAccess("Firewall", ApiAccess.Full);
        app.MapGet("/policy/operators", () => "").RequireAuthorization("Operators");
        app.MapGet("/policy/writers", () => "").RequireAuthorization("Writers");
        app.MapMethods("/policy/by-method", ["GET", "POST"], () => "").RequireAuthorization("ByMethod");
        app.MapGet("/policy/named", () => "").RequireAuthorization(ScopeAuthDefaults.Policy);
        app.MapGet("/is-in-role", () => "").RequireAuthorization(new AuthorizeAttribute { Roles = "Operator" });
        app.MapGet("/imperative", (IAuthorizationService policies, ClaimsPrincipal user) => CheckAsync(policies, user, null)).RequireAuthorization();
        app.MapGet("/imperative/resource", (IAuthorizationService policies, HttpContext context) => CheckAsync(policies, context.User, context)).RequireAuthorization();
        // What gRPC does with a service: the attributes of its class and of its method are metadata of an endpoint.
        foreach (var method in (string[])["Change", "Read"])
            app.MapPost($"/grpc.Firewall/{method}", () => "").WithMetadata(
                [.. typeof(FirewallService).GetCustomAttributes(inherit: true), .. typeof(FirewallService).GetMethod(method)!.GetCustomAttributes(inherit: true)]);
    }

    private static async Task<IResult> CheckAsync(IAuthorizationService policies, ClaimsPrincipal user, object? resource) =>
        (await policies.AuthorizeAsync(user, resource, "Operators")).Succeeded ? Results.Ok() : Results.Forbid();

    [RequireApiRole("Auditor", "FirewallAdmin")]
    private sealed class FirewallService
    {
        [RequireApiAccess("Firewall")]
        public static void Change() => throw new NotSupportedException();

        [RequireApiAccess("Firewall", ApiAccess.View)]
        public static void Read() => throw new NotSupportedException();
    }

    [ApiController, Route("rules"), RequireApiAccess("Firewall")]
    public sealed class RulesController : ControllerBase
    {
        [HttpGet, HttpPost]
        public IActionResult Any() => NoContent();

        [HttpGet("full"), RequireApiAccess("Firewall", ApiAccess.Full)]
        public IActionResult Full() => NoContent();

        [HttpGet("for-operators"), RequireApiRole("Operator")]
        public IActionResult ForOperators() => NoContent();

        [HttpGet("open"), AllowAnonymous]
        public IActionResult Open() => NoContent();
    }
}
