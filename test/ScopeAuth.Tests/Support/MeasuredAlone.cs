namespace ScopeAuth.Tests.Support;

/// <summary>Tests that count single bytes. They run while no other does: somebody else's listener of spans allocates on the thread that it listens to.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredAlone
{
    public const string Name = "measured alone";
}
