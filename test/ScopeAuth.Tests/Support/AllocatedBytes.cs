namespace ScopeAuth.Tests.Support;

/// <summary>What an operation allocates on this thread.</summary>
internal static class AllocatedBytes
{
    /// <summary>The fewest of several runs: the first makes what a thread keeps, and a listener of another test may look at any of them.</summary>
    public static long Fewest(Action operation)
    {
        var fewest = long.MaxValue;
        for (var run = 0; run < 10; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            operation();
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return fewest;
    }
}
