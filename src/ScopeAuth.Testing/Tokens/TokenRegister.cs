namespace ScopeAuth.Testing.Tokens;

/// <summary>
/// The access tokens a server issued, oldest first. The oldest are forgotten, so that a load test does not fill the memory.
/// </summary>
internal sealed class TokenRegister
{
    public const int Capacity = 100_000;

    private readonly Lock _gate = new();
    private readonly Queue<TestIssuedToken> _tokens = new();
    private readonly Dictionary<string, TestIssuedToken> _byValue = new(StringComparer.Ordinal);

    public void Add(TestIssuedToken token)
    {
        lock (_gate)
        {
            // The same description can make the same token twice; it is one token then.
            if (!_byValue.TryAdd(token.Value, token)) return;
            _tokens.Enqueue(token);
            if (_tokens.Count > Capacity) _byValue.Remove(_tokens.Dequeue().Value);
        }
    }

    public TestIssuedToken? Find(string value)
    {
        lock (_gate) return _byValue.GetValueOrDefault(value);
    }

    public TestIssuedToken[] ToArray()
    {
        lock (_gate) return [.. _tokens];
    }

    public void RevokeAll(Func<TestIssuedToken, bool> which)
    {
        foreach (var token in ToArray().Where(which)) token.Revoke();
    }
}
