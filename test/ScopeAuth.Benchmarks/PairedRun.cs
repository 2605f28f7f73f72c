using System.Diagnostics;

namespace ScopeAuth.Benchmarks;

/// <summary>Measures two operations against each other in short alternating slices, so that a machine that changes its speed changes both.</summary>
internal static class PairedRun
{
    /// <summary>So many rounds show a difference of some tenths of a percent.</summary>
    public const int DefaultRounds = 150;

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);

    /// <summary>How many times as long the second takes as the first.</summary>
    public static Ratio Compare(Action first, Action second, int rounds = DefaultRounds)
    {
        int ofFirst = 1, ofSecond = 1;
        // Half as long as what is measured: the runtime watches the very calls that are measured, and compiles them for speed in the background.
        for (var warmUp = 0; warmUp < rounds; warmUp++)
        {
            ofFirst = BatchOf(Measure(first, ofFirst));
            ofSecond = BatchOf(Measure(second, ofSecond));
        }
        var ratios = new double[rounds];
        var firsts = new double[rounds];
        for (var round = 0; round < rounds; round++)
        {
            // ABBA: what drifts steadily cancels out.
            double a1 = Measure(first, ofFirst), b1 = Measure(second, ofSecond), b2 = Measure(second, ofSecond), a2 = Measure(first, ofFirst);
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

    // Looking at the clock takes a tenth of the shortest operations: it is looked at once in 20 µs.
    private static int BatchOf(double nanoseconds) => Math.Max(1, (int)(20_000 / nanoseconds));

    // Nanoseconds for one operation.
    private static double Measure(Action operation, int batch)
    {
        var count = 0L;
        var end = Stopwatch.GetTimestamp() + (long)(Slice.TotalSeconds * Stopwatch.Frequency);
        var start = ThreadClock.Now;
        do
        {
            for (var call = 0; call < batch; call++) operation();
            count += batch;
        }
        while (Stopwatch.GetTimestamp() < end);
        return (ThreadClock.Now - start) / count;
    }
}
