using System.Diagnostics;

namespace ScopeAuth.Benchmarks.Load;

/// <summary>The load generator for machines without a C compiler: a thread for each connection.</summary>
internal sealed class ManagedLoad : ILoadGenerator
{
    public LoadResult[] Run(IReadOnlyList<LoadRun> runs, LoadPlan plan)
    {
        if (runs.Any(run => run.Rate is not null)) throw new NotSupportedException("A load at a fixed rate needs the generator in C.");
        LoadKind[] kinds = [.. runs.Select(run => run.Kinds[0])];
        using var lanes = new LoadLanes(kinds, plan.Connections);
        for (var kind = 0; kind < kinds.Length; kind++)
            for (var sent = 0L; sent < kinds[kind].Tokens.Count;) sent += lanes.Run(kind, plan.Slice);
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < plan.WarmUp)
            for (var kind = 0; kind < kinds.Length; kind++) lanes.Run(kind, plan.Slice);

        var results = runs.Select(run => new LoadResult(run, plan.Rounds)).ToArray();
        lanes.Forget();
        for (var round = 0; round < plan.Rounds; round++)
            foreach (var kind in Enumerable.Range(0, kinds.Length).Concat(Enumerable.Range(0, kinds.Length).Reverse()))
            {
                var processor = kinds[kind].Server.ProcessorTime;
                var started = Stopwatch.GetTimestamp();
                var count = lanes.Run(kind, plan.Slice);
                results[kind].Add(round, count, Stopwatch.GetElapsedTime(started), kinds[kind].Server.ProcessorTime - processor);
            }
        for (var kind = 0; kind < kinds.Length; kind++)
            foreach (var microseconds in lanes.LatenciesOf(kind)) results[kind].Latencies.Add((int)microseconds);
        return results;
    }
}
