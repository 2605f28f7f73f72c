namespace ScopeAuth.Tests.Support;

/// <summary>What an operation that need not wait allocates on its thread.</summary>
internal static class AllocatedBytes
{
    /// <summary>The fewest of several runs: the first makes what a thread keeps, and a listener of another test may look at any of them.</summary>
    public static async Task<long> FewestAsync<T>(Func<ValueTask<T>> operation)
    {
        var fewest = long.MaxValue;
        for (var run = 0; run < 10; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var pending = operation();
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.True(pending.IsCompleted, "This can be decided at once.");
            await pending;
        }
        return fewest;
    }
}
