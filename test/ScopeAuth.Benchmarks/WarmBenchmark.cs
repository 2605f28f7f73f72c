using Microsoft.Extensions.DependencyInjection;

namespace ScopeAuth.Benchmarks;

/// <summary>Tokens seen before, in turn: look-up, clock and revocation epoch, without a request around them.</summary>
internal static class WarmBenchmark
{
    public static async Task<int> RunAsync()
    {
        using var keys = new BenchmarkKeys();
        Console.WriteLine("| tokens in turn | reading the text once, ns | verdict, of that | verdict, ns | bytes |\n|---|---|---|---|---|");
        foreach (var tokens in (int[])[1, 1000, 100_000])
        {
            var (ratio, bytes) = await MeasureAsync(keys, tokens);
            Console.WriteLine($"| {tokens:N0} | {ratio.FirstNanoseconds:F0} | {ratio} | {ratio.Value * ratio.FirstNanoseconds:F0} | {bytes} |");
        }
        return 0;
    }

    /// <summary>The verdict against one pass over the text of a token, which with many of them comes from memory.</summary>
    public static async Task<(Ratio OfReading, long Bytes)> MeasureAsync(BenchmarkKeys keys, int tokens, int rounds = PairedRun.DefaultRounds)
    {
        await using var api = await BenchmarkApi.StartAsync(keys.Files, remembered: 4 * Math.Max(tokens, 8 * 1024));
        var validator = api.GetRequiredService<IAccessTokenValidator>();
        var texts = keys.Many(tokens);
        foreach (var text in texts) ColdBenchmark.Accept(validator, text);
        Turn read = new(texts), judged = new(texts);
        void Verdict() => ColdBenchmark.Accept(validator, judged.Next());
        var ratio = PairedRun.Compare(() => Read(read.Next()), Verdict, rounds);
        return (ratio, PairedRun.Allocated(Verdict, times: 10_000));
    }

    private static void Read(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal)) throw new InvalidOperationException("No token.");
    }
}
