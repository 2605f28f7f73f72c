using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Middleware;

/// <summary>What an application puts into the framework's way is not passed by.</summary>
public sealed class ObstacleTests(ObstacleTests.Host one) : IClassFixture<ObstacleTests.Host>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_claims_transformation_is_run(bool isOwnLane)
    {
        await using var api = await StartAsync(services => services.AddSingleton<IClaimsTransformation, Adding>(), isOwnLane);

        Assert.Equal("added", (await api.AskAsync("/added", one.Token("Auditor"))).Body);
        if (isOwnLane) await LoggedAsync(api, "a claims transformation");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_authorization_handler_may_veto(bool isOwnLane)
    {
        await using var api = await StartAsync(services => services.AddSingleton<IAuthorizationHandler, Vetoing>(), isOwnLane);

        Assert.Equal(Rejection.PolicyNotMet, (await api.AskAsync("/whoami", one.Token("Auditor"))).Rejection);
        Assert.Equal(200, (await api.AskAsync("/open", one.Token("Auditor"))).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_requirement_that_is_derived_from_the_frameworks_is_asked(bool isOwnLane)
    {
        await using var api = await StartAsync(_ => { }, isOwnLane);

        Assert.Equal(Rejection.PolicyNotMet, (await api.AskAsync("/derived", one.Token("Auditor"))).Rejection);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_authorization_result_handler_has_the_last_word(bool isOwnLane)
    {
        await using var api = await StartAsync(services => services.AddSingleton<IAuthorizationMiddlewareResultHandler, Teapot>(), isOwnLane);

        Assert.Equal(418, (await api.AskAsync("/whoami", one.Token("Auditor"))).Status);
        if (isOwnLane) await LoggedAsync(api, "an authorization result handler");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_policy_evaluator_is_asked(bool isOwnLane)
    {
        await using var api = await StartAsync(services => services.AddTransient<IPolicyEvaluator, Refusing>(), isOwnLane);

        Assert.Equal(Rejection.PolicyNotMet, (await api.AskAsync("/whoami", one.Token("Auditor"))).Rejection);
        if (isOwnLane) await LoggedAsync(api, "a policy evaluator");
    }

    [Fact]
    public async Task Who_takes_the_user_away_between_the_two_middlewares_is_not_passed_by()
    {
        await using var api = await StartAsync(
            _ => { }, isOwnLane: false, app => app.Use((context, next) =>
            {
                context.User = new();
                return next(context);
            }));

        // The framework asks the scheme of the policy again; of a policy that names none it takes the first result.
        Assert.Equal(200, (await api.AskAsync("/whoami", one.Token("Auditor"))).Status);
        Assert.Equal("", (await api.AskAsync("/user", one.Token("Auditor"))).Body);
    }

    [Fact]
    public async Task A_forwarded_scheme_is_forwarded()
    {
        await using var api = await StartAsync(services => services
            .Configure<AuthenticationSchemeOptions>(ScopeAuthDefaults.AuthenticationScheme, options => options.ForwardChallenge = "other")
            .AddAuthenticationCore(options => options.AddScheme<Redirecting>("other", null)));

        Assert.Equal(307, (await api.AskAsync("/whoami")).Status);
        await LoggedAsync(api, "forwarding of the scheme");
    }

    [Fact]
    public async Task A_fallback_policy_guards_endpoints_that_name_none()
    {
        await using var api = await StartAsync(services => services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder("Bearer").RequireApiRole("Operator").Build()));

        Assert.Equal(Rejection.NoCredentials, (await api.AskAsync("/open")).Rejection);
        Assert.Equal(Rejection.InsufficientRole, (await api.AskAsync("/open", one.Token("Auditor"))).Rejection);
        Assert.Equal(200, (await api.AskAsync("/open", one.Token("Operator"))).Status);
        Assert.Equal(Rejection.NoCredentials, (await api.AskAsync("/nowhere")).Rejection);
    }

    [Fact]
    public void Without_AddScopeRoleAuth_it_says_what_is_missing() =>
        Assert.Contains("AddScopeRoleAuth", Assert.Throws<InvalidOperationException>(() => WebApplication.CreateSlimBuilder().Build().UseScopeRoleAuth()).Message, StringComparison.Ordinal);

    public sealed class Host : OneServerApi;

    private static async Task LoggedAsync(TestApi api, string obstacle) =>
        Assert.Contains(obstacle, (await api.Logs.FirstAsync(entry => entry.Id == 26)).Text, StringComparison.Ordinal);

    private Task<TestApi> StartAsync(Action<IServiceCollection> add, bool isOwnLane = true, Action<WebApplication>? between = null) => TestApi.StartPlainAsync(
        one.Server.ConfigurationFor("server"),
        builder =>
        {
            add(builder.Services);
            builder.Services.AddScopeRoleAuth(builder.Configuration.GetSection("ScopeAuth"));
        },
        app =>
        {
            if (isOwnLane) app.UseScopeRoleAuth();
            else app.UseAuthentication();
            between?.Invoke(app);
            if (!isOwnLane) app.UseAuthorization();
            app.MapGet("/added", (ClaimsPrincipal user) => user.FindFirst("added")?.Value ?? "").RequireAuthorization();
            app.MapGet("/derived", () => "").RequireAuthorization(policy => policy.AddAuthenticationSchemes("Bearer").RequireApiRole("Auditor").AddRequirements(new Derived()));
            app.MapGet("/user", (ClaimsPrincipal user) => user.Identity?.Name ?? "");
        });

    private sealed class Adding : IClaimsTransformation
    {
        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
        {
            principal.AddIdentity(new([new("added", "added")]));
            return Task.FromResult(principal);
        }
    }

    private sealed class Vetoing : IAuthorizationHandler
    {
        public Task HandleAsync(AuthorizationHandlerContext context)
        {
            context.Fail();
            return Task.CompletedTask;
        }
    }

    private sealed class Derived : DenyAnonymousAuthorizationRequirement
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, DenyAnonymousAuthorizationRequirement requirement) => Task.CompletedTask;
    }

    private sealed class Teapot : IAuthorizationMiddlewareResultHandler
    {
        public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            context.Response.StatusCode = 418;
            return Task.CompletedTask;
        }
    }

    private sealed class Refusing(IAuthorizationService authorization) : PolicyEvaluator(authorization)
    {
        public override Task<PolicyAuthorizationResult> AuthorizeAsync(
            AuthorizationPolicy policy, AuthenticateResult authenticationResult, HttpContext context, object? resource) => Task.FromResult(PolicyAuthorizationResult.Forbid());
    }

    private sealed class Redirecting : IAuthenticationHandler
    {
        private HttpContext _context = null!;

        public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
        {
            _context = context;
            return Task.CompletedTask;
        }

        public Task<AuthenticateResult> AuthenticateAsync() => Task.FromResult(AuthenticateResult.NoResult());

        public Task ChallengeAsync(AuthenticationProperties? properties)
        {
            _context.Response.StatusCode = 307;
            return Task.CompletedTask;
        }

        public Task ForbidAsync(AuthenticationProperties? properties) => ChallengeAsync(properties);
    }
}
