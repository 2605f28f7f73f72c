using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Authorization;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>A policy among the filters of MVC, for all controllers at once.</summary>
public sealed class MvcFilterTests(MvcFilterTests.Host host) : IClassFixture<MvcFilterTests.Host>
{
    [Theory]
    [InlineData("GET", "Auditor", 204)]
    [InlineData("HEAD", "Auditor", 204)]
    [InlineData("POST", "FirewallAdmin", 204)]
    [InlineData("POST", "Auditor", 403)]
    [InlineData("GET", "Operator", 403)]
    public async Task It_asks_for_the_access_that_the_method_needs(string method, string role, int status)
    {
        var answer = await host.Api.AskAsync("/filtered", host.Token(role), new(method));

        Assert.Equal(status, answer.Status);
        if (method != "HEAD" && status == 403) Assert.Equal(Rejection.InsufficientRole, answer.Rejection);
    }

    public sealed class Host : OneServerApi
    {
        protected override void Configure(WebApplicationBuilder builder) => builder.Services
            .AddControllers(options => options.Filters.Add(new AuthorizeFilter(
                new AuthorizationPolicyBuilder(ScopeAuthDefaults.AuthenticationScheme).RequireApiAccess("Firewall").Build())))
            .ConfigureApplicationPartManager(manager => manager.FeatureProviders.Add(new OnlyController(typeof(FilteredController))))
            .AddApplicationPart(typeof(MvcFilterTests).Assembly);

        protected override void Map(WebApplication app) => app.MapControllers();
    }

    [ApiController, Route("filtered")]
    public sealed class FilteredController : ControllerBase
    {
        [AcceptVerbs("GET", "HEAD", "POST")]
        public IActionResult Any() => NoContent();
    }
}
