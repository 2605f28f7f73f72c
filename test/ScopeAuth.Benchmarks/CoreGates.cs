using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Tokens;

namespace ScopeAuth.Benchmarks;

/// <summary>What is promised of the verdict alone, without a request around it.</summary>
internal sealed class CoreGates(BenchmarkKeys keys, Gates gates, int rounds)
{
    private const int LiveTokens = 8 * 1024;

    public async Task MeasureAsync()
    {
        await MeasureColdAsync();
        await MeasureWarmAsync();
        await MeasureServersAsync();
        var tokens = keys.ManyRs256(LiveTokens);
        await MeasureOverflowAsync(tokens);
        await MeasureMemoryAsync(tokens);
    }

    private async Task MeasureColdAsync()
    {
        await using var api = await BenchmarkApi.StartAsync(keys.Files, remembered: 0);
        var validator = api.GetRequiredService<IAccessTokenValidator>();
        var rs256 = ColdBenchmark.Measure(keys.Rs256(), validator, keys.Bare(SignatureAlgorithm.Find("RS256")!, keys.Rs256()), rounds);
        gates.Add("cold_rs256_vs_raw", rs256.Verdict);
        gates.Add("cold_rs256_bytes", rs256.VerdictBytes);
        gates.Add("cold_principal_vs_raw", rs256.Principal);
        var es256 = keys.Es256();
        gates.Add("cold_es256_vs_raw", PairedRun.Compare(keys.Bare(SignatureAlgorithm.Find("ES256")!, es256), () => ColdBenchmark.Accept(validator, es256.Compact), rounds));
        var peer = new IdentityModelPeer(keys);
        var token = keys.Rs256().Compact;
        gates.Add("identitymodel_vs_cold", PairedRun.Compare(() => ColdBenchmark.Accept(validator, token), () => peer.Validate(token), rounds));
    }

    private async Task MeasureWarmAsync()
    {
        var (thousand, bytes) = await WarmBenchmark.MeasureAsync(keys, tokens: 1000, rounds);
        gates.Add("core_warm_ns", thousand.Value * thousand.FirstNanoseconds);
        gates.Add("core_warm_bytes", bytes);
        var (many, _) = await WarmBenchmark.MeasureAsync(keys, tokens: 100_000, rounds);
        gates.Add("core_100000_vs_read", many);
    }

    private async Task MeasureServersAsync()
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
                var ratio = PairedRun.Compare(() => ColdBenchmark.Accept(few, token), () => ColdBenchmark.Accept(lots, token), rounds);
                if (ratio.Value > worst.Value) worst = ratio;
            }
            gates.Add(string.Create(CultureInfo.InvariantCulture, $"servers_{servers}_vs_1"), worst);
        }
    }

    /// <summary>Four times as many tokens in turn as are remembered: what is worst for any memory. Tokens a second, of those without memory.</summary>
    private async Task MeasureOverflowAsync(string[] tokens)
    {
        await using var small = await BenchmarkApi.StartAsync([keys.RsaFile], tokens.Length / 4);
        await using var none = await BenchmarkApi.StartAsync([keys.RsaFile], remembered: 0);
        var (remembering, forgetting) = (small.GetRequiredService<IAccessTokenValidator>(), none.GetRequiredService<IAccessTokenValidator>());
        Turn first = new(tokens), second = new(tokens);
        gates.Add("live_4x_vs_nocache", PairedRun.Compare(
            () => ColdBenchmark.Accept(remembering, first.Next()), () => ColdBenchmark.Accept(forgetting, second.Next()), rounds));
    }

    private async Task MeasureMemoryAsync(string[] tokens)
    {
        await using var api = await BenchmarkApi.StartAsync([keys.RsaFile], remembered: 8 * tokens.Length);
        var validator = api.GetRequiredService<IAccessTokenValidator>();
        ColdBenchmark.Accept(validator, keys.Rs256(-1).Compact);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var token in tokens) ColdBenchmark.Accept(validator, token);
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        // So many places that none fell out. The table is there before, and has two places for each where it is as large as it should be.
        gates.Add("cache_bytes_per_token", ((double)kept / tokens.Length) + (2 * IntPtr.Size));
    }
}
