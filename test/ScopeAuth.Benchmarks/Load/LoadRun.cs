namespace ScopeAuth.Benchmarks.Load;

/// <summary>What is put on a server in one slice: one kind, as fast as it is answered, or several in turn at a fixed rate.</summary>
internal sealed record LoadRun(string Name, double? Rate, IReadOnlyList<LoadKind> Kinds)
{
    public static LoadRun Closed(LoadKind kind) => new(kind.Name, Rate: null, [kind]);

    /// <summary>So many requests a second, however many are unanswered: latencies count from when a request was due. All kinds go to one application.</summary>
    public static LoadRun Open(string name, double rate, params IReadOnlyList<LoadKind> kinds) => new(name, rate, kinds);
}
