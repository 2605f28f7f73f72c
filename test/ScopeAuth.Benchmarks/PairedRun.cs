using System.Diagnostics;

namespace ScopeAuth.Benchmarks;

/// <summary>Measures two operations against each other in short alternating slices, so that a machine that changes its speed changes both.</summary>
internal static class PairedRun
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);

    /// <summary>How many times as long the second takes as the first.</summary>
    public static Ratio Compare(Action first, Action second, int rounds = 200)
    {
        for (var warmUp = 0; warmUp < 20; warmUp++)
        {
            Measure(first);
            Measure(second);
        }
        var ratios = new double[rounds];
        var firsts = new double[rounds];
        for (var round = 0; round < rounds; round++)
        {
            // ABBA: what drifts steadily cancels out.
            double a1 = Measure(first), b1 = Measure(second), b2 = Measure(second), a2 = Measure(first);
            ratios[round] = (b1 + b2) / (a1 + a2);
            firsts[round] = (a1 + a2) / 2;
        }
        return Ratio.Of(ratios, Median(firsts));
    }

    /// <summary>Bytes that one operation allocates, on this thread.</summary>
    public static long Allocated(Action operation, int times = 1000)
    {
        operation();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var time = 0; time < times; time++) operation();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / times;
    }

    public static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    // Nanoseconds for one operation.
    private static double Measure(Action operation)
    {
        long count = 0, start = Stopwatch.GetTimestamp(), end = start + (long)(Slice.TotalSeconds * Stopwatch.Frequency);
        do
        {
            operation();
            count++;
        }
        while (Stopwatch.GetTimestamp() < end);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / count;
    }
}
