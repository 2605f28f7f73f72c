using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScopeAuth.Bearer;
using ScopeAuth.Keys;
using ScopeAuth.Middleware;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Middleware;

/// <summary>Bytes that are allocated for one request. Times differ from machine to machine, allocations do not: these numbers only go down.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class AllocationTests : IAsyncLifetime
{
    private const int WarmRequest = 64;
    private const int WarmVerdict = 0;

    /// <summary>A task, and the enumerator with which a principal finds its identity; the compiler may put that on the stack.</summary>
    private const int Result = 112, Policy = 40;

    /// <summary>The token's bytes, and what was found about it. How it is remembered, and the turn to be judged, are among it.</summary>
    private const int BesideTheToken = 328;

    private TestAuthorizationServer _server = null!;
    private WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServers.StartAsync(configure: options => options.Algorithm = "RS256");      // ECDSA allocates in the platform
        _app = await BuildAsync(_ => { });
        _app.MapGet("/firewall", _ => Task.CompletedTask).RequireApiAccess("Firewall");
    }

    [Fact]
    public async Task A_request_with_a_token_seen_before()
    {
        var lane = new OwnLane(_app.Services, ReadMark, _ => throw new InvalidOperationException("The framework's way."));
        var context = new DefaultHttpContext { RequestServices = _app.Services };
        context.SetEndpoint(((IEndpointRouteBuilder)_app).DataSources.Single().Endpoints.Single());
        context.Request.Method = "GET";
        context.Request.Headers.Authorization = $"Bearer {Token(1)}";
        await lane.InvokeAsync(context);
        Assert.Null(RequestDecision.Of(context).Rejection);

        Assert.InRange(Allocated(() =>
        {
            context.Features.Set<RequestDecision>(null);
            context.Features.Set<IItemsFeature>(null);
            Assert.True(lane.InvokeAsync(context).IsCompletedSuccessfully);
        }), 1, WarmRequest);
    }

    [Fact]
    public async Task The_decision_between_the_frameworks_two_middlewares()
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Method = "GET";
        context.Request.Headers.Authorization = $"Bearer {Token(1)}";
        var result = await context.AuthenticateAsync();
        context.User = result.Principal!;
        context.Features.Set<IAuthenticateResultFeature>(new Kept { AuthenticateResult = result });
        var policy = new AuthorizationPolicyBuilder("Bearer").RequireApiAccess("Firewall").Build();
        var evaluator = scope.ServiceProvider.GetRequiredService<IPolicyEvaluator>();

        Assert.Same(result, await evaluator.AuthenticateAsync(policy, context));
        Assert.True((await evaluator.AuthorizeAsync(policy, result, context, context)).Succeeded);
        Assert.InRange(Allocated(() => Assert.True(evaluator.AuthenticateAsync(policy, context).IsCompletedSuccessfully)), 0, Result);
        Assert.InRange(Allocated(() => Assert.True(evaluator.AuthorizeAsync(policy, result, context, context).IsCompletedSuccessfully)), 0, Policy);
    }

    [Fact]
    public void The_verdict_on_a_token_seen_before()
    {
        var token = Token(1);
        Assert.Equal(WarmVerdict, Allocated(() => Judge(token)));
    }

    [Fact]
    public async Task The_verdict_on_a_token_whose_uses_are_counted()
    {
        await using var counting = await BuildAsync(scopeAuth => scopeAuth.AddSeenTokens());
        var token = Token(1);
        Assert.Equal(WarmVerdict, Allocated(() => Judge(token, counting)));
        Assert.Equal(150, Assert.Single((await counting.Services.GetRequiredService<SeenTokens>().QueryAsync(new(), TestContext.Current.CancellationToken)).Tokens).Uses);
    }

    [Fact]
    public void The_verdict_on_a_token_seen_for_the_first_time()
    {
        var tokens = Enumerable.Range(0, 300).Select(Token).ToArray();
        var next = 0;
        Assert.InRange(Allocated(() => Judge(tokens[next++]), times: 200), 1, (tokens[0].Length * 3 / 4) + BesideTheToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    private sealed class Kept : IAuthenticateResultFeature
    {
        public AuthenticateResult? AuthenticateResult { get; set; }
    }

    // As the framework's endpoint middleware does.
    private static Task ReadMark(HttpContext context)
    {
        Assert.True(context.Items.ContainsKey("__AuthorizationMiddlewareWithEndpointInvoked"));
        return Task.CompletedTask;
    }

    private async Task<WebApplication> BuildAsync(Action<ScopeAuthBuilder> add)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        foreach (var (key, value) in _server.ConfigurationFor("server")) builder.Configuration[$"ScopeAuth:{key}"] = value;
        builder.Configuration["ScopeAuth:ApiRoles:Auditor:Access:Firewall"] = "View";
        add(builder.Services.AddScopeRoleAuth());
        var app = builder.Build();
        app.Services.GetRequiredService<IAccessTokenValidator>();
        await Task.WhenAll(app.Services.GetRequiredService<KeyRings>().All.Select(ring => ring.RefreshAsync()));
        return app;
    }

    private void Judge(string token, WebApplication? app = null)
    {
        var verdict = (app ?? _app).Services.GetRequiredService<IAccessTokenValidator>().ValidateAsync(token, TestContext.Current.CancellationToken);
        Assert.True(verdict.IsCompletedSuccessfully);
    }

    private string Token(int number) => _server.IssueToken(new TestToken { TokenId = $"{number}", Scopes = { $"{TestServers.Organization}::Auditor" } });

    private static long Allocated(Action operation, int times = 100)
    {
        for (var time = 0; time < 50; time++) operation();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var time = 0; time < times; time++) operation();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / times;
    }
}
