using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScopeAuth.IdleServers;
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
        var token = BenchmarkToken.Rs256(key, Answering.KeyId).Compact;

        // Remembers no token, so that each verdict finds the server anew.
        var cold = new Dictionary<int, IAccessTokenValidator>();
        Console.WriteLine("| servers | made in, ms | bytes a server, before its keys | bytes a server, with two RSA keys |\n|---|---|---|---|");
        foreach (var count in Counts)
        {
            var (managed, start) = (Managed(), Stopwatch.GetTimestamp());
            var services = Build(count);
            cold[count] = services.GetRequiredService<IAccessTokenValidator>();
            var made = Stopwatch.GetElapsedTime(start);
            var before = Managed() - managed;
            await Parallel.ForEachAsync(services.GetRequiredService<KeyRings>().All, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (ring, _) => await ring.RefreshAsync());
            Console.WriteLine($"| {count} | {made.TotalMilliseconds:F0} | {before / count} | {(Managed() - managed) / count} |");
        }

        Console.WriteLine("\n| servers | whole verdict, of that with one server |\n|---|---|");
        foreach (var count in Counts) Console.WriteLine($"| {count} | {PairedRun.Compare(() => Require(cold[1], token), () => Require(cold[count], token))} |");
        return 0;
    }

    private static long Managed() => GC.GetTotalMemory(forceFullCollection: true);

    private static void Require(IAccessTokenValidator validator, string token)
    {
        var verdict = validator.ValidateAsync(token);
        if (!verdict.IsCompletedSuccessfully || !verdict.GetAwaiter().GetResult().IsAccepted) throw new InvalidOperationException("The token was refused.");
    }

    private static ServiceProvider Build(int count)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        // No sockets: what a connection takes is not the server's own, and it is gone only some time after the answer.
        services.ConfigureHttpClientDefaults(client => client.ConfigurePrimaryHttpMessageHandler(() => new Answering()));
        services.AddScopeRoleAuth(configure: options => options.MaxCachedTokens = 0)
            .AddApiRole("FirewallAdmin", role => role.Access["Firewall"] = ApiAccess.Full)
            .Configure(options =>
            {
                for (var number = 0; number < count; number++) options.AuthorizationServers[Text($"customer-{number}")] = Server(number);
            });
        return services.BuildServiceProvider();
    }

    private static AuthorizationServerOptions Server(int number) => new()
    {
        Issuer = number == 0 ? BenchmarkToken.Issuer : Text($"https://as.customer-{number}.example/oauth2/default"),
        JwksUri = Text($"https://as.customer-{number}.example/keys"),
        Audiences = ["https://api.example"],
        ClientIds = ["*"],
        Organizations = [number == 0 ? "zscaler.net::1234567" : Text($"zscaler.net::{number}")],
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
