using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Roles;

public sealed class UnknownNameTests
{
    [Theory]
    [InlineData("endpoint role", "HTTP: GET /x asks for the API role 'Nobody'")]
    [InlineData("endpoint category", "HTTP: GET /x asks for the category 'Nothing'")]
    [InlineData("endpoint policy", "HTTP: GET /x names the policy 'Undefined'")]
    [InlineData("group", "HTTP: GET /group/x asks for the category 'Nothing'")]
    [InlineData("registered policy", "HTTP: GET /x asks for the API role 'Nobody'")]
    [InlineData("built policy", "HTTP: GET /x asks for the category 'Nothing'")]
    [InlineData("controller", "asks for the API role 'Nobody'")]
    [InlineData("hub", "asks for the API role 'Nobody'")]
    [InlineData("hub method", "WrongMethodHub.Call asks for the category 'Nothing'")]
    [InlineData("hub method policy", "WrongMethodHub.Other names the policy 'Undefined'")]
    [InlineData("default policy", "The default policy asks for the API role 'Nobody'")]
    [InlineData("fallback policy", "The fallback policy asks for the category 'Nothing'")]
    public async Task A_name_that_nobody_configured_stops_the_start(string where, string expected)
    {
        var faults = await StartFaults.OfAsync([], builder => Configure(builder, where), app => Map(app, where));

        Assert.Contains(faults, fault => fault.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_fault_lists_what_is_configured()
    {
        var faults = await StartFaults.OfAsync([], map: app => Map(app, "endpoint role"));

        Assert.Equal(
            "HTTP: GET /x asks for the API role 'Nobody', which no configured role has; configured are the roles Auditor, FirewallAdmin, Operator "
            + "and the categories Audit, Firewall, UrlFiltering.",
            Assert.Single(faults));
    }

    [Fact]
    public async Task All_of_them_are_named_at_once()
    {
        var faults = await StartFaults.OfAsync([], map: app =>
        {
            app.MapGet("/a", () => "").RequireApiRole("Nobody");
            app.MapGet("/b", () => "").RequireApiAccess("Nothing");
            app.MapGet("/c", () => "").RequireAuthorization("Undefined");
            app.MapGet("/d", () => "").RequireApiRole("Auditor", "auditor");      // names are compared ordinally
        });

        Assert.Equal(4, faults.Count);
    }

    [Fact]
    public async Task A_policy_provider_that_hides_ours_stops_the_start()
    {
        var faults = await StartFaults.OfAsync([], builder => builder.Services.AddSingleton<IAuthorizationPolicyProvider, DefaultAuthorizationPolicyProvider>());

        Assert.Contains(faults, fault => fault.Contains("was registered after AddScopeRoleAuth", StringComparison.Ordinal));
    }

    private static void Configure(WebApplicationBuilder builder, string where)
    {
        builder.Services.AddSignalR();
        if (where == "controller") builder.Services.AddControllers().AddApplicationPart(typeof(UnknownNameTests).Assembly).ConfigureApplicationPartManager(
            manager => manager.FeatureProviders.Add(new OnlyController(typeof(WrongController))));
        builder.Services.AddAuthorization(options =>
        {
            if (where == "registered policy") options.AddPolicy("Named", policy => policy.RequireApiRole("Nobody"));
            if (where == "default policy") options.DefaultPolicy = new AuthorizationPolicyBuilder().RequireApiRole("Nobody").Build();
            if (where == "fallback policy") options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireApiAccess("Nothing").Build();
        });
    }

    private static void Map(WebApplication app, string where)
    {
        switch (where)
        {
            case "endpoint role": app.MapGet("/x", () => "").RequireApiRole("Nobody"); break;
            case "endpoint category": app.MapGet("/x", () => "").RequireApiAccess("Nothing", ApiAccess.View); break;
            case "endpoint policy": app.MapGet("/x", () => "").RequireAuthorization("Undefined"); break;
            case "group": app.MapGroup("/group").RequireApiAccess("Nothing").MapGet("/x", () => ""); break;
            case "registered policy": app.MapGet("/x", () => "").RequireAuthorization("Named"); break;
            case "built policy": app.MapGet("/x", () => "").RequireAuthorization(policy => policy.RequireApiAccess("Nothing")); break;
            case "controller": app.MapControllers(); break;
            case "hub": app.MapHub<WrongHub>("/hub"); break;
            case "hub method" or "hub method policy": app.MapHub<WrongMethodHub>("/hub"); break;
        }
    }

    [RequireApiRole("Nobody")]
    private sealed class WrongHub : Hub;

    private sealed class WrongMethodHub : Hub
    {
        [RequireApiAccess("Nothing")]
        public string Call() => Context.ConnectionId;

        [Authorize("Undefined")]
        public string Other() => Context.ConnectionId;
    }

    [ApiController, Route("wrong"), RequireApiRole("Nobody")]
    public sealed class WrongController : ControllerBase
    {
        [HttpGet]
        public string Get() => HttpContext.TraceIdentifier;
    }
}
