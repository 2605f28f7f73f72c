using System.Globalization;
using System.Security.Cryptography;
using ScopeAuth.Benchmarks.Load;

namespace ScopeAuth.Benchmarks;

/// <summary>
/// Nine forged tokens to each good one, at a fixed rate: how long the good ones wait, against the same rate of good ones without the flood.
/// Latencies count from when a request was due, so that one that had to wait to be sent has waited.
/// </summary>
internal static class FloodBenchmark
{
    private const int GoodTokens = 100;
    private const int ForgedTokens = 20_000;
    private const int ForgedToOneGood = 9;

    /// <param name="arguments"><c>--short</c>.</param>
    public static int Run(string[] arguments)
    {
        if (LoadGenerator.FindNative() is not { } generator) throw new NotSupportedException("A load at a fixed rate needs the generator in C, and there is no compiler 'cc'.");
        var isShort = arguments.Contains("--short");
        using var keys = new BenchmarkKeys();
        using var server = ServerProcess.StartScopeAuth(keys);
        LoadKind good = new("good", server, "lane", "/firewall", keys.ManyRs256(GoodTokens)), forged = new("forged", server, "lane", "/firewall", Forge(keys), expectedStatus: 401);
        var warmUp = TimeSpan.FromSeconds(isShort ? 3 : 20);

        Console.WriteLine("| requests a second, of what the machine can do | in all | good, p50 without, µs | p50 with | p99 without | p99 with | p99 with, of without |\n|---|---|---|---|---|---|---|");
        var most = Sustained(generator, good, forged, warmUp);
        foreach (var part in (double[])[0.25, 0.5])
        {
            var rate = part * most;
            LoadRun[] runs =
            [
                LoadRun.Open("without", rate / (ForgedToOneGood + 1), good),
                LoadRun.Open("with", rate, [good, .. Enumerable.Repeat(forged, ForgedToOneGood)]),
            ];
            var plan = new LoadPlan(Rounds: 4, warmUp) { Slice = TimeSpan.FromSeconds(isShort ? 0.2 : 1), Connections = 64 };
            // Each run is a round of its own: the ratio of two percentiles has an interval only if there are several.
            var rounds = Enumerable.Range(0, isShort ? 3 : 9).Select(round => generator.Run(runs, round == 0 ? plan : plan with { WarmUp = TimeSpan.FromSeconds(1) })).ToArray();
            double Median(int run, double percentile) => PairedRun.Median([.. rounds.Select(results => (double)results[run].LatenciesOf(good).Percentile(percentile))]);
            var ratio = Ratio.Of([.. rounds.Select(results => (double)results[1].LatenciesOf(good).Percentile(0.99) / results[0].LatenciesOf(good).Percentile(0.99))], 0);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {part:P0} | {rate:F0} | {Median(0, 0.5):F0} | {Median(1, 0.5):F0} | {Median(0, 0.99):F0} | {Median(1, 0.99):F0} | {ratio} |"));
        }
        return 0;
    }

    // As many of the mixture as are answered in a second when the next comes at once.
    private static double Sustained(NativeLoad generator, LoadKind good, LoadKind forged, TimeSpan warmUp)
    {
        var results = generator.Run([LoadRun.Closed(good), LoadRun.Closed(forged)], new(Rounds: 10, warmUp));
        return (ForgedToOneGood + 1) / ((1 / results[0].PerSecond) + (ForgedToOneGood / results[1].PerSecond));
    }

    // What an attacker can make: tokens that are right in everything but the signature, which nobody can tell without checking it.
    private static string[] Forge(BenchmarkKeys keys)
    {
        var signature = new byte[keys.Rsa.KeySize / 8];
        string One(int number)
        {
            RandomNumberGenerator.Fill(signature);
            signature[0] = 0;       // below the modulus, else it is refused without any work
            return BenchmarkToken.Seal(BenchmarkToken.SigningInputOf("RS256", "rs256", number), signature).Compact;
        }

        return [.. Enumerable.Range(0, ForgedTokens).Select(One)];
    }
}
