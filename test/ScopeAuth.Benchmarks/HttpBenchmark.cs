using ScopeAuth.Benchmarks.Load;

namespace ScopeAuth.Benchmarks;

/// <summary>Whole requests to real servers in another process.</summary>
internal static class HttpBenchmark
{
    public static int Run()
    {
        using var keys = new BenchmarkKeys();
        using var server = ServerProcess.Start(typeof(HttpBenchmark).Assembly.Location, "server", keys.RsaFile);
        string?[] one = [keys.Rs256().Compact];
        string?[] thousand = [.. Enumerable.Range(0, 1000).Select(number => keys.Rs256(number).Compact)];
        LoadKind[] kinds =
        [
            new("plain, same header", server, "plain", "/firewall", one),
            new("own middleware, 1 token", server, "lane", "/firewall", one),
            new("own middleware, 1,000 tokens", server, "lane", "/firewall", thousand),
            new("own middleware, open endpoint", server, "lane", "/open", [null]),
            new("standard two, open endpoint", server, "standard", "/open", [null]),
            new("standard two, 1 token", server, "standard", "/firewall", one),
            new("memory off", server, "cold", "/firewall", one),
        ];
        var load = new PairedLoad(kinds);
        var bytes = load.Allocated();
        var results = load.Run(rounds: 30, warmUp: TimeSpan.FromSeconds(12));
        Console.WriteLine("| request | per second | p50, us | p99, us | of plain | processor, of plain | bytes |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        for (var kind = 0; kind < kinds.Length; kind++)
        {
            var result = results[kind];
            Console.WriteLine($"| {result.Name} | {result.PerSecond:F0} | {result.Percentile(0.5):F0} | {result.Percentile(0.99):F0} "
                + $"| {result.Against(results[0])} | {result.ProcessorAgainst(results[0])} | {bytes[kind]:F0} |");
        }
        return 0;
    }
}
