using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ScopeAuth.Benchmarks.Load;

/// <summary>The applications under load, all in one process: none, ScopeAuth by its own middleware, by the standard two, without memory.</summary>
internal static class BenchmarkServer
{
    private static readonly byte[] Body = "Hello"u8.ToArray();

    public static async Task<int> RunAsync(string keyFile)
    {
        await using var plain = Create(_ => { }, _ => { });
        await using var lane = Create(services => AddScopeAuth(services, keyFile), app => app.UseScopeRoleAuth());
        await using var standard = Create(services => AddScopeAuth(services, keyFile), Standard);
        await using var cold = Create(services => AddScopeAuth(services, keyFile, remembered: 0), app => app.UseScopeRoleAuth());
        var apps = new Dictionary<string, WebApplication> { ["plain"] = plain, ["lane"] = lane, ["standard"] = standard, ["cold"] = cold };
        foreach (var app in apps.Values) await app.StartAsync();
        Console.WriteLine(JsonSerializer.Serialize(apps.ToDictionary(app => app.Key, app => PortOf(app.Value))));
        await AnswerAsync();
        return 0;
    }

    public static int PortOf(WebApplication app) =>
        new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    private static WebApplication Create(Action<IServiceCollection> add, Action<WebApplication> use)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        add(builder.Services);
        var app = builder.Build();
        app.UseRouting();
        use(app);
        app.MapGet("/open", Answer);
        var guarded = app.MapGet("/firewall", Answer);
        if (app.Services.GetService<IAccessTokenValidator>() is not null) guarded.RequireApiAccess("Firewall");
        return app;
    }

    private static async Task AnswerAsync()
    {
        AllocationSamples? samples = null;
        try
        {
            while (await Console.In.ReadLineAsync() is { } question)
            {
                Console.WriteLine(question == "objects" ? JsonSerializer.Serialize((samples ??= new()).Take()) : GC.GetTotalAllocatedBytes(precise: true));
            }
        }
        finally
        {
            samples?.Dispose();
        }
    }

    private static void Standard(WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
    }

    private static Task Answer(HttpContext context)
    {
        context.Response.ContentLength = Body.Length;
        return context.Response.Body.WriteAsync(Body, 0, Body.Length);
    }

    private static void AddScopeAuth(IServiceCollection services, string keyFile, int remembered = 16 * 1024) =>
        BenchmarkApi.Add(services, [keyFile], remembered);
}
