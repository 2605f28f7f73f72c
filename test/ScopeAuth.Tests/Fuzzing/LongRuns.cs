namespace ScopeAuth.Tests.Fuzzing;

/// <summary>Tests that keep a processor busy for seconds. They run after the others: a test that waits for a server must not wait for them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LongRuns
{
    public const string Name = "long runs";
}
