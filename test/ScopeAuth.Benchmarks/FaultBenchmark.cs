using System.Diagnostics;
using System.Security.Cryptography;
using ScopeAuth.Tests.Keys;
using ScopeAuth.Tests.Network;

namespace ScopeAuth.Benchmarks;

/// <summary>One server's faults, as the tokens of another server feel them: two APIs, alike but for the fault, are asked by turns.</summary>
internal static class FaultBenchmark
{
    private const int Rounds = 12;
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(250);

    public static async Task<int> RunAsync()
    {
        using var key = RSA.Create(Jwks.Key());
        var token = BenchmarkToken.Rs256(key, "known").Compact;
        await using var sound = await FaultyApi.StartAsync();
        // The first second belongs to the compiler.
        for (var warmUp = 0; warmUp < 8; warmUp++) await LoadAsync(sound, token, []);

        Console.WriteLine("| fault | p50 without, µs | p50 with | p99 without, µs | p99 with | p99 with, of without | requests at the faulty server |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (name, (begin, _)) in ServerFaults.All)
        {
            await using var faulty = await FaultyApi.StartAsync();
            await LoadAsync(faulty, token, []);
            var before = faulty.Published.Requests.Count;
            begin(faulty.Published);
            List<double> with = [], without = [];
            for (var round = 0; round < Rounds; round++)
            {
                // ABBA: what drifts steadily cancels out.
                await LoadAsync(sound, token, without);
                await LoadAsync(faulty, token, with);
                await LoadAsync(faulty, token, with);
                await LoadAsync(sound, token, without);
            }
            var (good, bad) = (Quantiles(without), Quantiles(with));
            Console.WriteLine($"| {name} | {good.P50:F0} | {bad.P50:F0} | {good.P99:F0} | {bad.P99:F0} | {bad.P99 / good.P99:F2} | {faulty.Published.Requests.Count - before} |");
        }
        return 0;
    }

    // Four connections with tokens of the other server, while the schedule and ten tokens with unknown keys ask for the first one's keys.
    private static async Task LoadAsync(FaultyApi api, string token, List<double> latencies)
    {
        api.AskForKeys();
        var end = Stopwatch.GetTimestamp() + (long)(Slice.TotalSeconds * Stopwatch.Frequency);
        var lists = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AskAsync(api, token, end)));
        foreach (var list in lists) latencies.AddRange(list);
    }

    private static async Task<List<double>> AskAsync(FaultyApi api, string token, long end)
    {
        var latencies = new List<double>();
        while (Stopwatch.GetTimestamp() is var start && start < end)
        {
            using var response = await api.GetAsync(token);
            if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"A good token was refused: {response.StatusCode}.");
            latencies.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
        return latencies;
    }

    private static (double P50, double P99) Quantiles(List<double> latencies)
    {
        latencies.Sort();
        return (latencies[latencies.Count / 2], latencies[latencies.Count * 99 / 100]);
    }
}
