namespace ScopeAuth.Benchmarks.Load;

/// <summary>How the runs of a measurement take turns. A round is every run for one slice, and every run again in the opposite order (ABBA).</summary>
internal sealed record LoadPlan(int Rounds, TimeSpan WarmUp)
{
    public TimeSpan Slice { get; init; } = TimeSpan.FromMilliseconds(50);

    public int Connections { get; init; } = 8;
}
