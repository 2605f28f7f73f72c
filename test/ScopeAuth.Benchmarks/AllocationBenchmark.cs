using System.Globalization;
using ScopeAuth.Benchmarks.Load;

namespace ScopeAuth.Benchmarks;

/// <summary>Which objects a request makes, kind by kind, as the runtime samples them in the server's process.</summary>
internal static class AllocationBenchmark
{
    private const int Requests = 300_000;

    private static readonly string[] Shown = ["plain", "own", "own-open", "standard-open", "standard", "cold"];

    public static int Run()
    {
        using var keys = new BenchmarkKeys();
        using var workload = new Workload(keys);
        foreach (var name in Shown) Report(workload.Kinds[name]);
        return 0;
    }

    private static void Report(LoadKind kind)
    {
        using var lanes = new LoadLanes([kind], connections: 4);
        lanes.Run(0, TimeSpan.FromSeconds(2));
        kind.Server.AllocatedObjects();
        var (count, before) = (0L, kind.Server.AllocatedBytes());
        while (count < Requests) count += lanes.Run(0, TimeSpan.FromSeconds(1));
        var bytes = (double)(kind.Server.AllocatedBytes() - before) / count;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n### {kind.Name}: {bytes:F0} bytes a request\n\n| objects a request | bytes each | type |\n|---|---|---|"));
        foreach (var (key, number) in kind.Server.AllocatedObjects().OrderByDescending(entry => entry.Value * long.Parse(entry.Key.Split('|')[1], CultureInfo.InvariantCulture)))
        {
            var each = number / count;
            if (each >= 0.02) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {each:F2} | {key.Split('|')[1]} | `{key.Split('|')[0]}` |"));
        }
    }
}
