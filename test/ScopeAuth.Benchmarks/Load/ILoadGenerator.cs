namespace ScopeAuth.Benchmarks.Load;

/// <summary>Puts requests on servers in other processes, and counts the answers.</summary>
internal interface ILoadGenerator
{
    /// <returns>One result for each run, in their order. A wrong answer is an error.</returns>
    LoadResult[] Run(IReadOnlyList<LoadRun> runs, LoadPlan plan);
}
