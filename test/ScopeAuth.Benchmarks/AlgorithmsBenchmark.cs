using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Benchmarks.Load;
using ScopeAuth.Tokens;

namespace ScopeAuth.Benchmarks;

/// <summary>Every algorithm, for tokens that are new and tokens seen before: with few and many servers and revocations, and with audit on and off.</summary>
internal static class AlgorithmsBenchmark
{
    private static readonly int[] Servers = [1, 10, 1000, 10_000];

    /// <param name="arguments"><c>--short</c>; <c>--revocations N</c> (default ten million).</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var isShort = arguments.Contains("--short");
        using var keys = new BenchmarkKeys();
        await ReportVerdictsAsync(keys, [0, Arguments.Number(arguments, "--revocations", 10_000_000)], rounds: isShort ? 2 : 25);
        ReportRequests(keys, isShort ? new(Rounds: 2, TimeSpan.FromSeconds(5)) : new(Rounds: 30, TimeSpan.FromSeconds(60)));
        return 0;
    }

    private static async Task ReportVerdictsAsync(BenchmarkKeys keys, int[] revocations, int rounds)
    {
        Console.WriteLine("| algorithm | servers | revocations | bare check, µs | new, of the bare check | bytes | seen before, of the bare check | bytes |\n|---|---|---|---|---|---|---|---|");
        foreach (var entries in revocations)
        {
            var revoked = new ManyRevocations(entries);
            foreach (var servers in Servers)
            {
                await using ServiceProvider forgetting = await BenchmarkApi.StartAsync(keys.Files, remembered: 0, servers, revocations: revoked);
                await using ServiceProvider remembering = await BenchmarkApi.StartAsync(keys.Files, BenchmarkApi.DefaultRemembered, servers, revocations: revoked);
                foreach (var algorithm in SignatureAlgorithm.All)
                {
                    var token = keys.Sign(algorithm);
                    var bare = keys.Bare(algorithm, token);
                    var (cold, coldBytes) = Measure(bare, forgetting, token.Compact, rounds);
                    var (warm, warmBytes) = Measure(bare, remembering, token.Compact, rounds);
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"| {algorithm.Name} | {servers:N0} | {entries:N0} | {cold.FirstNanoseconds / 1000:F1} | {cold} | {coldBytes} | {warm.Value:F4} ({warm.Low:F4} to {warm.High:F4}) | {warmBytes} |"));
                }
            }
        }
    }

    private static (Ratio Ratio, long Bytes) Measure(Action bare, ServiceProvider api, string token, int rounds)
    {
        var validator = api.GetRequiredService<IAccessTokenValidator>();
        void Verdict() => ColdBenchmark.Accept(validator, token);
        return (PairedRun.Compare(bare, Verdict, rounds), PairedRun.Allocated(Verdict, times: 100));
    }

    // Audit is a matter of requests, not of verdicts.
    private static void ReportRequests(BenchmarkKeys keys, LoadPlan plan)
    {
        using var server = ServerProcess.StartScopeAuth(keys);
        var runs = new List<LoadRun> { LoadRun.Closed(new("plain", server, "plain", "/firewall", [keys.Rs256().Compact])) };
        string[] apps = ["cold", "cold-buffered", "lane", "buffered"];
        foreach (var algorithm in SignatureAlgorithm.All)
            foreach (var app in apps) runs.Add(LoadRun.Closed(new($"{algorithm.Name} {app}", server, app, "/firewall", [keys.Sign(algorithm).Compact])));
        var results = LoadGenerator.Find().Run(runs, plan);

        Console.WriteLine("\nRequests a second, of a plain endpoint, and bytes a request:\n");
        Console.WriteLine("| algorithm | new, audit off | bytes | new, audit on | bytes | seen before, audit off | bytes | seen before, audit on | bytes |\n|---|---|---|---|---|---|---|---|---|");
        for (var row = 0; row < SignatureAlgorithm.All.Length; row++)
        {
            var cells = Enumerable.Range(1 + (row * apps.Length), apps.Length)
                .Select(run => string.Create(CultureInfo.InvariantCulture, $"{results[run].Against(results[0])} | {RequestBytes.Measure(runs[run].Kinds[0], requests: 5000):F0}"));
            Console.WriteLine($"| {SignatureAlgorithm.All[row].Name} | {string.Join(" | ", cells)} |");
        }
    }
}
