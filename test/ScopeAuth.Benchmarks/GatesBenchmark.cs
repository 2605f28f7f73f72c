using ScopeAuth.Benchmarks.Load;

namespace ScopeAuth.Benchmarks;

/// <summary>The figures that are promised, measured anew: one flat JSON object.</summary>
internal static class GatesBenchmark
{
    /// <param name="options"><c>--json FILE</c>; <c>--short</c> for figures that show no more than that all of it runs.</param>
    public static async Task<int> RunAsync(string[] options)
    {
        var isShort = options.Contains("--short");
        using var keys = new BenchmarkKeys();
        var gates = new Gates();
        await new CoreGates(keys, gates, isShort ? 3 : 120).MeasureAsync();
        Measure(keys, gates, isShort);
        if (Arguments.Find(options, "--json") is { } file) await File.WriteAllTextAsync(file, gates.ToJson());
        Console.WriteLine(gates);
        return 0;
    }

    private static void Measure(BenchmarkKeys keys, Gates gates, bool isShort)
    {
        using var workload = new Workload(keys);
        LoadPlan Plan(int rounds, int seconds) => isShort ? new(Rounds: 3, TimeSpan.FromSeconds(2)) : new(rounds, TimeSpan.FromSeconds(seconds));
        var generator = LoadGenerator.Find();
        var good = workload.Run(
            generator, Plan(150, 40), "plain", "own", "plain-1000", "own-1000", "plain-100000", "own-100000", "standard-open", "standard", "jwtbearer", "cold");
        void Add(string name, string kind, string other)
        {
            gates.Add(name, good[kind].Against(good[other]));
            // The steadier witness: requests in a second of the server's processor time.
            gates.Add($"{name}_processor", good[other].ProcessorAgainst(good[kind]));
        }

        Add("warm_vs_plain", "own", "plain");
        Add("warm_1000_vs_plain", "own-1000", "plain-1000");
        Add("warm_100000_vs_plain", "own-100000", "plain-100000");
        Add("dropin_vs_anonymous", "standard", "standard-open");
        Add("warm_vs_jwtbearer", "own", "jwtbearer");
        Add("nocache_vs_jwtbearer", "cold", "jwtbearer");

        var bad = workload.Run(generator, Plan(60, 20), ["401", "cold", "bad-signature", .. Workload.UselessKinds]);
        gates.Add("useless_vs_401", Workload.UselessKinds.Select(kind => bad[kind].TimeAgainst(bad["401"])).MaxBy(ratio => ratio.Value)!);
        gates.Add("badsignature_vs_cold", bad["bad-signature"].TimeAgainst(bad["cold"]));

        double Bytes(string kind) => RequestBytes.Measure(workload.Kinds[kind]);
        gates.Add("warm_bytes", Bytes("own") - Bytes("plain"));
        gates.Add("dropin_bytes", Bytes("standard") - Bytes("standard-open"));
    }
}
