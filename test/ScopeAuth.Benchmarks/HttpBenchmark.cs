using ScopeAuth.Benchmarks.Load;

namespace ScopeAuth.Benchmarks;

/// <summary>Whole requests to real servers in other processes.</summary>
internal static class HttpBenchmark
{
    /// <param name="arguments"><c>--short</c> for a first impression.</param>
    public static int Run(string[] arguments)
    {
        using var keys = new BenchmarkKeys();
        using var workload = new Workload(keys);
        var plan = arguments.Contains("--short") ? new LoadPlan(Rounds: 5, TimeSpan.FromSeconds(5)) : new LoadPlan(Rounds: 100, TimeSpan.FromSeconds(60));
        var results = workload.Run(LoadGenerator.Find(), plan, [.. workload.Kinds.Keys]);
        Console.WriteLine("| request | per second | p50, µs | p99, µs | of plain | processor, of plain | bytes |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (name, kind) in workload.Kinds)
        {
            var (result, plain) = (results[name], results[name.EndsWith("-100000", StringComparison.Ordinal) ? "plain-100000" : "plain"]);
            // Tens of thousands of flushes, one after the other, would be a measurement of the disk.
            var bytes = kind.Tokens.Count <= 1000 && name != "strict" ? $"{RequestBytes.Measure(kind):F0}" : "";
            Console.WriteLine($"| {kind.Name} | {result.PerSecond:F0} | {result.Latencies.Percentile(0.5)} | {result.Latencies.Percentile(0.99)} "
                + $"| {result.Against(plain)} | {result.ProcessorAgainst(plain)} | {bytes} |");
        }
        WrkWitness.Report(workload, arguments.Contains("--short") ? TimeSpan.FromSeconds(2) : TimeSpan.FromSeconds(10));
        return 0;
    }
}
