namespace ScopeAuth.Benchmarks;

/// <summary>Tokens in turn, in an order that no prefetcher of a processor foresees.</summary>
internal sealed class Turn
{
    private readonly string[] _tokens;
    private int _next;

    public Turn(IEnumerable<string> tokens)
    {
        _tokens = [.. tokens];
        // The same order in each run.
        new Random(1).Shuffle(_tokens);
    }

    public string Next()
    {
        if (_next == _tokens.Length) _next = 0;
        return _tokens[_next++];
    }
}
