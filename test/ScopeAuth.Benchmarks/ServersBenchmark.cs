using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScopeAuth.Keys;
using ScopeAuth.Tests.Keys;

namespace ScopeAuth.Benchmarks;

/// <summary>1, 64 and 10,000 registered servers: what one of them costs while it is idle, and what the many cost a token.</summary>
internal static class ServersBenchmark
{
    private static readonly int[] Counts = [1, 64, 10_000];

    public static async Task<int> RunAsync()
    {
        using var key = RSA.Create(Jwks.Key());
        var token = BenchmarkToken.Rs256(key, "one").Compact;
        await using var published = await PublishAsync(Jwks.Set(Jwks.Rsa("one", 0), Jwks.Rsa("two", 1)));
        var address = published.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        // Remembers no token, so that each verdict finds the server anew.
        var cold = new Dictionary<int, IAccessTokenValidator>();
        Console.WriteLine("| servers | made in, ms | bytes a server, before its keys | bytes a server, with two RSA keys |\n|---|---|---|---|");
        foreach (var count in Counts)
        {
            var (managed, start) = (Managed(), Stopwatch.GetTimestamp());
            var services = Build(count, address);
            cold[count] = services.GetRequiredService<IAccessTokenValidator>();
            var made = Stopwatch.GetElapsedTime(start);
            var before = Managed() - managed;
            await Parallel.ForEachAsync(services.GetRequiredService<KeyRings>().All, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (ring, _) => await ring.RefreshAsync());
            // The factory looks for handlers to drop every ten seconds.
            await Task.Delay(TimeSpan.FromSeconds(25), TimeProvider.System);
            Console.WriteLine($"| {count} | {made.TotalMilliseconds:F0} | {before / count} | {(Managed() - managed) / count} |");
        }

        Console.WriteLine("\n| servers | whole verdict, of that with one server |\n|---|---|");
        foreach (var count in Counts) Console.WriteLine($"| {count} | {PairedRun.Compare(() => Require(cold[1], token), () => Require(cold[count], token))} |");
        return 0;
    }

    private static async Task<WebApplication> PublishAsync(string keys)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/jwks", (HttpContext http) =>
        {
            // What an open connection takes is not the server's own.
            http.Response.Headers.Connection = "close";
            return Results.Text(keys, "application/json");
        });
        await app.StartAsync();
        return app;
    }

    private static long Managed() => GC.GetTotalMemory(forceFullCollection: true);

    private static void Require(IAccessTokenValidator validator, string token)
    {
        var verdict = validator.ValidateAsync(token);
        if (!verdict.IsCompletedSuccessfully || !verdict.GetAwaiter().GetResult().IsAccepted) throw new InvalidOperationException("The token was refused.");
    }

    private static ServiceProvider Build(int count, string address)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        // An idle server has no HTTP client any more: the factory drops a handler after two minutes, here after a second.
        services.ConfigureHttpClientDefaults(client => client.SetHandlerLifetime(TimeSpan.FromSeconds(1)));
        services.AddScopeRoleAuth(configure: options => options.MaxCachedTokens = 0)
            .AddApiRole("FirewallAdmin", role => role.Access["Firewall"] = ApiAccess.Full)
            .Configure(options =>
            {
                for (var number = 0; number < count; number++) options.AuthorizationServers[Text($"customer-{number}")] = Server(number, address);
            });
        return services.BuildServiceProvider();
    }

    private static AuthorizationServerOptions Server(int number, string address) => new()
    {
        Issuer = number == 0 ? BenchmarkToken.Issuer : Text($"https://as.customer-{number}.example/oauth2/default"),
        JwksUri = Text($"{address}/jwks?customer={number}"),
        AllowHttp = true,
        Audiences = ["https://api.example"],
        ClientIds = ["*"],
        Organizations = [number == 0 ? "zscaler.net::1234567" : Text($"zscaler.net::{number}")],
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
