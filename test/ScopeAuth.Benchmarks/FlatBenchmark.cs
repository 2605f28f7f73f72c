using Microsoft.Extensions.DependencyInjection;

namespace ScopeAuth.Benchmarks;

/// <summary>Whether the verdict takes longer where there is more of something: servers, roles, revocations, remembered tokens. Each size against the smallest.</summary>
internal static class FlatBenchmark
{
    /// <param name="arguments"><c>--short</c>; <c>--revocations N</c> (default ten million).</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var rounds = arguments.Contains("--short") ? 3 : 60;
        var revocations = Arguments.Number(arguments, "--revocations", 10_000_000);
        using var keys = new BenchmarkKeys();
        Console.WriteLine("| of what | how many | a new token, of the time with the fewest | a token seen before |\n|---|---|---|---|");
        await ReportAsync(keys, "servers", [1, 10, 1000, 10_000], rounds, (size, remembered) => BenchmarkApi.StartAsync(keys.Files, remembered, servers: size));
        await ReportAsync(keys, "API roles", [1, 100, 10_000], rounds, (size, remembered) => BenchmarkApi.StartAsync(keys.Files, remembered, roles: size));
        await ReportAsync(keys, "revocations", [0, 1000, revocations], rounds, (size, remembered) => BenchmarkApi.StartAsync(keys.Files, remembered, revocations: new(size)));
        await ReportRememberedAsync(keys, [1000, 10_000, 100_000], rounds);
        return 0;
    }

    private static async Task ReportAsync(BenchmarkKeys keys, string what, int[] sizes, int rounds, Func<int, int, Task<ServiceProvider>> start)
    {
        await using ServiceProvider firstCold = await start(sizes[0], 0), firstWarm = await start(sizes[0], BenchmarkApi.DefaultRemembered);
        List<Ratio> colds = [Ratio.One], warms = [Ratio.One];
        foreach (var size in sizes[1..])
        {
            await using ServiceProvider cold = await start(size, 0), warm = await start(size, BenchmarkApi.DefaultRemembered);
            colds.Add(Compare(keys, firstCold, cold, rounds));
            warms.Add(Compare(keys, firstWarm, warm, rounds));
            Console.WriteLine($"| {what} | {size:N0} | {colds[^1]} | {warms[^1]} |");
        }
        Console.WriteLine($"| {what} | largest of smallest | {Spread(colds):F3} | {Spread(warms):F3} |");
    }

    // The same few tokens are judged, whatever else is remembered: that many others come from memory and not from the processor's cache is theirs to pay.
    private static async Task ReportRememberedAsync(BenchmarkKeys keys, int[] sizes, int rounds)
    {
        var tokens = keys.Many(sizes[^1]);
        await using var first = await StartAsync(sizes[0]);
        List<Ratio> warms = [Ratio.One];
        foreach (var size in sizes[1..])
        {
            await using var filled = await StartAsync(size);
            warms.Add(Compare(keys, first, filled, rounds));
            Console.WriteLine($"| remembered tokens | {size:N0} | | {warms[^1]} |");
        }
        Console.WriteLine($"| remembered tokens | largest of smallest | | {Spread(warms):F3} |");

        async Task<ServiceProvider> StartAsync(int size)
        {
            var api = await BenchmarkApi.StartAsync(keys.Files, remembered: 2 * size);
            foreach (var token in tokens.AsSpan(0, size)) ColdBenchmark.Accept(api.GetRequiredService<IAccessTokenValidator>(), token);
            return api;
        }
    }

    private static Ratio Compare(BenchmarkKeys keys, ServiceProvider first, ServiceProvider second, int rounds)
    {
        var tokens = Enumerable.Range(0, 16).Select(number => keys.Rs256(number).Compact).ToArray();
        var (one, other) = (first.GetRequiredService<IAccessTokenValidator>(), second.GetRequiredService<IAccessTokenValidator>());
        Turn mine = new(tokens), theirs = new(tokens);
        return PairedRun.Compare(() => ColdBenchmark.Accept(one, mine.Next()), () => ColdBenchmark.Accept(other, theirs.Next()), rounds);
    }

    private static double Spread(List<Ratio> ratios) => ratios.Max(ratio => ratio.Value) / ratios.Min(ratio => ratio.Value);
}
