using System.Diagnostics;

namespace ScopeAuth.Benchmarks.Load;

/// <summary>
/// Puts several kinds of request on real servers in short slices, in turn and back again, so that a machine that changes its speed
/// changes all of them alike. The first kind is what the others are compared with.
/// </summary>
internal sealed class PairedLoad(IReadOnlyList<LoadKind> kinds, int connections = 8)
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    public LoadResult[] Run(int rounds, TimeSpan warmUp)
    {
        using var lanes = new LoadLanes(kinds, connections);
        var until = Stopwatch.GetTimestamp() + (long)(warmUp.TotalSeconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < until)
            for (var kind = 0; kind < kinds.Count; kind++) lanes.Run(kind, Slice);

        var results = kinds.Select(kind => new LoadResult(kind.Name, rounds)).ToArray();
        lanes.Forget();
        for (var round = 0; round < rounds; round++)
            for (var step = 0; step < kinds.Count; step++)
            {
                var kind = round % 2 == 0 ? step : kinds.Count - 1 - step;
                var processor = kinds[kind].Server.ProcessorTime;
                var started = Stopwatch.GetTimestamp();
                var count = lanes.Run(kind, Slice);
                results[kind].Add(round, count, Stopwatch.GetElapsedTime(started), kinds[kind].Server.ProcessorTime - processor);
            }
        for (var kind = 0; kind < kinds.Count; kind++) results[kind].Latencies = lanes.LatenciesOf(kind);
        return results;
    }

    /// <summary>Bytes that the server allocates for one request of a kind, everything included.</summary>
    public double[] Allocated(int requests = 20_000)
    {
        using var lanes = new LoadLanes(kinds, connections: 1);
        var bytes = new double[kinds.Count];
        for (var kind = 0; kind < kinds.Count; kind++)
        {
            lanes.Run(kind, TimeSpan.FromSeconds(1));
            var before = kinds[kind].Server.AllocatedBytes();
            for (var request = 0; request < requests; request++) lanes.RunOne(kind);
            bytes[kind] = (double)(kinds[kind].Server.AllocatedBytes() - before) / requests;
        }
        return bytes;
    }
}
