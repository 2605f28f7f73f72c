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
        await new CoreGates(keys, gates, isShort ? 3 : PairedRun.DefaultRounds).MeasureAsync();
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
            generator, Plan(150, 45), "plain", "own", "plain-1000", "own-1000", "plain-100000", "own-100000", "standard-open", "standard", "jwtbearer", "cold");
        gates.Add("warm_vs_plain", good["own"].Against(good["plain"]));
        gates.Add("warm_1000_vs_plain", good["own-1000"].Against(good["plain-1000"]));
        gates.Add("warm_100000_vs_plain", good["own-100000"].Against(good["plain-100000"]));
        gates.Add("dropin_vs_anonymous", good["standard"].Against(good["standard-open"]));
        gates.Add("warm_vs_jwtbearer", good["own"].Against(good["jwtbearer"]));
        gates.Add("nocache_vs_jwtbearer", good["cold"].Against(good["jwtbearer"]));

        var bad = workload.Run(generator, Plan(60, 20), ["401", "cold", "bad-signature", .. Workload.UselessKinds]);
        gates.Add("useless_vs_401", Workload.UselessKinds.Select(kind => bad[kind].TimeAgainst(bad["401"])).MaxBy(ratio => ratio.Value)!);
        gates.Add("badsignature_vs_cold", bad["bad-signature"].TimeAgainst(bad["cold"]));

        double Bytes(string kind) => RequestBytes.Measure(workload.Kinds[kind]);
        gates.Add("warm_bytes", Bytes("own") - Bytes("plain"));
        gates.Add("dropin_bytes", Bytes("standard") - Bytes("standard-open"));
    }
}
