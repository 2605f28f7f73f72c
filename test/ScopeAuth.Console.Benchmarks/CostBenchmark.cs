using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScopeAuth.Audit;
using ScopeAuth.Bearer;
using ScopeAuth.Benchmarks;
using ScopeAuth.Keys;
using ScopeAuth.Middleware;
using ScopeAuth.Testing;

namespace ScopeAuth.Console.Benchmarks;

/// <summary>What it costs a request with a token seen before that somebody can look at it in the console.</summary>
internal static class CostBenchmark
{
    public static async Task<int> RunAsync()
    {
        await using var server = await TestAuthorizationServer.StartAsync(Vendor.Generic, options =>
        {
            options.Algorithm = "RS256";
            options.Organizations.Add(SomeTraffic.Organization);
        });
        await using var plain = await BuildAsync(server, _ => { });
        await using var counting = await BuildAsync(server, builder => new ScopeAuthBuilder(builder.Services).AddSeenTokens());
        await using var shown = await BuildAsync(server, builder => builder.Services.AddScopeAuthConsole(options => options.Policy = "Everybody"));
        shown.MapScopeAuthConsole("/admin");
        var token = server.IssueToken($"{SomeTraffic.Organization}::Auditor");

        System.Console.WriteLine("| on a token seen before | time, of without | bytes without | bytes with |\n|---|---|---|---|");
        Compare("the verdict, with `AddSeenTokens()`", Verdict(plain, token), Verdict(counting, token));
        Compare("a request with its audit record, with `MapScopeAuthConsole()`", await RequestAsync(plain, token), await RequestAsync(shown, token));
        return 0;
    }

    private static void Compare(string what, Action without, Action with) =>
        System.Console.WriteLine($"| {what} | {PairedRun.Compare(without, with)} | {PairedRun.Allocated(without)} | {PairedRun.Allocated(with)} |");

    private static Action Verdict(WebApplication app, string token)
    {
        var validator = app.Services.GetRequiredService<AccessTokenValidator>();
        return () =>
        {
            if (validator.TryValidate(token.AsMemory(), default)?.IsAccepted != true) throw new InvalidOperationException("The token is not known.");
        };
    }

    private static async Task<Action> RequestAsync(WebApplication app, string token)
    {
        app.MapGet("/firewall", _ => Task.CompletedTask).RequireApiAccess("Firewall");
        var lane = new OwnLane(app.Services, _ => Task.CompletedTask, _ => throw new InvalidOperationException("The framework's way."));
        var context = new DefaultHttpContext { RequestServices = app.Services };
        context.SetEndpoint(((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).Single(endpoint => ((RouteEndpoint)endpoint).RoutePattern.RawText == "/firewall"));
        context.Request.Method = "GET";
        context.Request.Headers.Authorization = $"Bearer {token}";
        await lane.InvokeAsync(context);
        var sink = (NowhereSink)app.Services.GetRequiredService<IAuditSink>();
        return () =>
        {
            var before = sink.Count;
            context.Features.Set<AuditedRequest>(null);
            context.Features.Set<RequestDecision>(null);
            context.Features.Set<IItemsFeature>(null);
            if (!lane.InvokeAsync(context).IsCompletedSuccessfully) throw new InvalidOperationException("The request waited.");
            if (sink.Count != before + 1) throw new InvalidOperationException("The request has no record of its own.");
        };
    }

    private static async Task<WebApplication> BuildAsync(TestAuthorizationServer server, Action<WebApplicationBuilder> add)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        foreach (var (key, value) in server.ConfigurationFor("as")) builder.Configuration[$"ScopeAuth:{key}"] = value;
        builder.Configuration["ScopeAuth:ApiRoles:Auditor:Access:Firewall"] = "View";
        builder.Services.AddScopeRoleAuth().AddAuditSink<NowhereSink>();
        builder.Services.AddAuthorizationBuilder().AddPolicy("Everybody", policy => policy.RequireAuthenticatedUser());
        add(builder);
        var app = builder.Build();
        // As the host would: revocations are loaded, and keys.
        foreach (var service in app.Services.GetServices<IHostedService>().Where(service => service.GetType().Namespace == "ScopeAuth.Revocation")) await service.StartAsync(CancellationToken.None);
        await Task.WhenAll(app.Services.GetRequiredService<KeyRings>().All.Select(ring => ring.RefreshAsync()));
        return app;
    }

    /// <summary>Every request has a record, as in production, on both sides.</summary>
    private sealed class NowhereSink : IAuditSink
    {
        public int Count { get; private set; }

        public ValueTask WriteAsync(AuditRecord record, CancellationToken cancellationToken)
        {
            Count++;
            return ValueTask.CompletedTask;
        }
    }
}
