using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Benchmarks.Load;

namespace ScopeAuth.Benchmarks;

/// <summary>The figures that are promised, measured anew: one flat JSON object, each ratio with the ends of its 95 % interval.</summary>
internal static class GatesBenchmark
{
    public static async Task<int> RunAsync(string[] options)
    {
        using var keys = new BenchmarkKeys();
        var gates = new SortedDictionary<string, double>(StringComparer.Ordinal);
        await MeasureCoreAsync(keys, gates);
        await MeasureServersAsync(keys, gates);
        await MeasureMemoryAsync(keys, gates);
        MeasureHttp(keys, gates);
        var json = JsonSerializer.Serialize(gates, JsonSerializerOptions.Web);
        if (options is ["--json", var file]) await File.WriteAllTextAsync(file, json);
        foreach (var (name, value) in gates) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-32} {value:0.###}"));
        return 0;
    }

    private static async Task MeasureCoreAsync(BenchmarkKeys keys, SortedDictionary<string, double> gates)
    {
        await using var api = await BenchmarkApi.StartAsync(keys.Files, remembered: 0);
        var validator = api.GetRequiredService<IAccessTokenValidator>();
        var rs256 = ColdBenchmark.Measure(keys.Rs256(), validator, ColdBenchmark.Bare(keys.Rsa, keys.Rs256()));
        var es256 = ColdBenchmark.Measure(keys.Es256(), validator, ColdBenchmark.Bare(keys.Ecdsa, keys.Es256()));
        Add(gates, "cold_rs256_vs_raw", rs256.Verdict);
        gates["cold_rs256_bytes"] = rs256.VerdictBytes;
        Add(gates, "cold_principal_vs_raw", rs256.Principal);
        Add(gates, "cold_es256_vs_raw", es256.Verdict);
        var (_, nanoseconds, bytes) = await ColdBenchmark.MeasureWarmAsync(keys, tokens: 1000);
        gates["core_warm_ns"] = nanoseconds;
        gates["core_warm_bytes"] = bytes;
        var peer = new IdentityModelPeer(keys);
        var token = keys.Rs256().Compact;
        Add(gates, "identitymodel_vs_cold", PairedRun.Compare(() => ColdBenchmark.Judge(validator, token), () => peer.Validate(token)));
    }

    private static async Task MeasureServersAsync(BenchmarkKeys keys, SortedDictionary<string, double> gates)
    {
        var token = keys.Rs256().Compact;
        foreach (var servers in (int[])[64, 10_000])
        {
            var worst = new Ratio(0, 0, 0, 0);
            foreach (var remembered in (int[])[0, 1024])
            {
                await using var one = await BenchmarkApi.StartAsync([keys.RsaFile], remembered);
                await using var many = await BenchmarkApi.StartAsync([keys.RsaFile], remembered, servers);
                var (few, lots) = (one.GetRequiredService<IAccessTokenValidator>(), many.GetRequiredService<IAccessTokenValidator>());
                var ratio = PairedRun.Compare(() => ColdBenchmark.Judge(few, token), () => ColdBenchmark.Judge(lots, token));
                if (ratio.Value > worst.Value) worst = ratio;
            }
            Add(gates, string.Create(CultureInfo.InvariantCulture, $"servers_{servers}_vs_1"), worst);
        }
    }

    private static async Task MeasureMemoryAsync(BenchmarkKeys keys, SortedDictionary<string, double> gates)
    {
        const int Tokens = 8 * 1024;
        await using var api = await BenchmarkApi.StartAsync([keys.RsaFile], remembered: 2 * Tokens);
        var validator = api.GetRequiredService<IAccessTokenValidator>();
        var texts = Enumerable.Range(0, Tokens).Select(number => keys.Rs256(number).Compact).ToArray();
        ColdBenchmark.Judge(validator, keys.Rs256(-1).Compact);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var text in texts) ColdBenchmark.Judge(validator, text);
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        // Some fell out of a full set. What is remembered costs nothing to judge again. The table itself has two places for each.
        var remembered = texts.Count(text => PairedRun.Allocated(() => ColdBenchmark.Judge(validator, text), times: 1) == 0);
        gates["cache_bytes_per_token"] = ((double)kept / remembered) + (2 * IntPtr.Size);
    }

    private static void MeasureHttp(BenchmarkKeys keys, SortedDictionary<string, double> gates)
    {
        using var server = ServerProcess.Start(typeof(GatesBenchmark).Assembly.Location, "server", keys.RsaFile);
        using var peer = ServerProcess.Start(
            typeof(GatesBenchmark).Assembly.Location.Replace("ScopeAuth.Benchmarks", "ScopeAuth.Benchmarks.JwtBearer", StringComparison.Ordinal),
            keys.RsaFile, BenchmarkToken.Issuer, "https://api.example");
        var kinds = HttpBenchmark.Kinds(keys, server, peer);
        var load = new PairedLoad([.. kinds.Values]);
        var bytes = kinds.Keys.Zip(load.Allocated()).ToDictionary(pair => pair.First, pair => pair.Second);
        var results = kinds.Keys.Zip(load.Run(rounds: 120, warmUp: TimeSpan.FromSeconds(40))).ToDictionary(pair => pair.First, pair => pair.Second);
        Add(gates, "warm_vs_plain", results["own"].Against(results["plain"]));
        gates["warm_bytes"] = bytes["own"] - bytes["plain"];
        Add(gates, "warm_1000_vs_plain", results["own-1000"].Against(results["plain-1000"]));
        Add(gates, "dropin_vs_anonymous", results["standard"].Against(results["standard-open"]));
        gates["dropin_bytes"] = bytes["standard"] - bytes["standard-open"];
        Add(gates, "warm_vs_jwtbearer", results["own"].Against(results["jwtbearer"]));
        Add(gates, "nocache_vs_jwtbearer", results["cold"].Against(results["jwtbearer"]));
        var useless = HttpBenchmark.UselessKinds.Select(kind => results[kind].TimeAgainst(results["401"])).MaxBy(ratio => ratio.Value)!;
        Add(gates, "useless_vs_401", useless);
        Add(gates, "badsignature_vs_cold", results["bad-signature"].TimeAgainst(results["cold"]));
    }

    private static void Add(SortedDictionary<string, double> gates, string name, Ratio ratio) =>
        (gates[name], gates[$"{name}_low"], gates[$"{name}_high"]) = (ratio.Value, ratio.Low, ratio.High);
}
