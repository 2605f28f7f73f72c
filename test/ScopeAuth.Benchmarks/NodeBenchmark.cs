using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Tokens;

namespace ScopeAuth.Benchmarks;

/// <summary>jose and fast-jwt on the same tokens: each, and ScopeAuth, against the bare check of its own platform in the same run.</summary>
internal static class NodeBenchmark
{
    // More than fast-jwt keeps.
    private const int Tokens = 4000;

    /// <param name="arguments"><c>--short</c>.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var rounds = arguments.Contains("--short") ? 5 : 60;
        using var keys = new BenchmarkKeys();
        var tokens = new Dictionary<string, string[]> { ["RS256"] = keys.ManyRs256(Tokens), ["ES256"] = keys.Many(Tokens) };
        Console.WriteLine("| token | by | seen for the first time, of the platform's own check | seen before |\n|---|---|---|---|");
        foreach (var (name, texts) in tokens) await ReportOwnAsync(keys, name, texts, rounds);
        var plan = new
        {
            Rounds = rounds,
            SliceMs = 20,
            WarmUpMs = 3000,
            BenchmarkToken.Issuer,
            Audience = "https://api.example",
            Algorithms = tokens.Select(entry => new { Name = entry.Key, Pem = keys.PemOf(SignatureAlgorithm.Find(entry.Key)!), Tokens = entry.Value }),
        };
        var measured = await NodePeers.RunAsync(JsonSerializer.Serialize(plan, JsonSerializerOptions.Web));
        foreach (var peer in measured.GroupBy(measurement => (measurement.Algorithm, measurement.Peer)))
        {
            string Of(string seen) => peer.FirstOrDefault(measurement => measurement.Seen == seen) is { } found ? $"{Ratio.Of(found.Ratios, 0)}" : "";
            // Who has no cache does the same again.
            Console.WriteLine($"| {peer.Key.Algorithm} | {peer.Key.Peer} | {Of("first")} | {(Of("before") is { Length: > 0 } before ? before : "the same")} |");
        }
        return 0;
    }

    private static async Task ReportOwnAsync(BenchmarkKeys keys, string name, string[] texts, int rounds)
    {
        await using ServiceProvider forgetting = await BenchmarkApi.StartAsync(keys.Files, remembered: 0), remembering = await BenchmarkApi.StartAsync(keys.Files, BenchmarkApi.DefaultRemembered);
        var bare = keys.Bare(SignatureAlgorithm.Find(name)!, new(texts[0]));
        var (cold, warm) = (forgetting.GetRequiredService<IAccessTokenValidator>(), remembering.GetRequiredService<IAccessTokenValidator>());
        var fresh = PairedRun.Compare(bare, () => ColdBenchmark.Accept(cold, texts[0]), rounds);
        var before = PairedRun.Compare(bare, () => ColdBenchmark.Accept(warm, texts[0]), rounds);
        Console.WriteLine($"| {name} | ScopeAuth | {fresh} | {before} |");
    }
}
