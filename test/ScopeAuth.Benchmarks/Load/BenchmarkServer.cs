using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScopeAuth.Keys;

namespace ScopeAuth.Benchmarks.Load;

/// <summary>The applications under load, all in one process: none, ScopeAuth by its own middleware, by the standard two, without memory.</summary>
internal static class BenchmarkServer
{
    private static readonly byte[] Body = "Hello"u8.ToArray();

    /// <param name="arguments">How many tokens are remembered, a folder for audit files, and the files of the public keys.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (remembered, folder, keyFiles) = (int.Parse(arguments[0], CultureInfo.InvariantCulture), arguments[1], arguments[2..]);
        var apps = new Dictionary<string, WebApplication>
        {
            ["plain"] = Create(_ => { }, _ => { }),
            ["lane"] = Create(services => BenchmarkApi.Add(services, keyFiles, remembered), Lane),
            ["standard"] = Create(services => BenchmarkApi.Add(services, keyFiles, remembered), Standard),
            ["cold"] = Create(services => BenchmarkApi.Add(services, keyFiles, remembered: 0), Lane),
            ["cold-buffered"] = Create(services => BenchmarkApi.Add(services, keyFiles, remembered: 0, audit: audit => Write(audit, folder, AuditFlush.Buffered)), Lane),
            ["buffered"] = Create(services => BenchmarkApi.Add(services, keyFiles, remembered, audit: audit => Write(audit, folder, AuditFlush.Buffered)), Lane),
            ["strict"] = Create(services => BenchmarkApi.Add(services, keyFiles, remembered, audit: audit => Write(audit, folder, AuditFlush.Strict)), Lane),
        };
        foreach (var app in apps.Values)
        {
            await app.StartAsync();
            // Who measures begins with keys that are there, however busy the machine is.
            foreach (var ring in app.Services.GetService<KeyRings>()?.All ?? []) await ring.RefreshAsync();
        }
        Console.WriteLine(JsonSerializer.Serialize(apps.ToDictionary(app => app.Key, app => PortOf(app.Value))));
        await AnswerAsync();
        foreach (var app in apps.Values) await app.DisposeAsync();
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

    private static void Lane(WebApplication app) => app.UseScopeRoleAuth();

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

    private static void Write(AuditOptions audit, string folder, AuditFlush flush) => (audit.Directory, audit.Flush) = (Path.Combine(folder, $"{flush}"), flush);
}
