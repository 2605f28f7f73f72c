using System.Collections.Concurrent;

namespace ScopeAuth.Tests.Caching;

/// <summary>A store of tokens in memory, of which a test says whether it can be reached.</summary>
internal sealed class KeptSeenTokens : ISeenTokenStore
{
    private readonly ConcurrentDictionary<string, SeenToken> _tokens = new();
    private int _asked;

    public ConcurrentQueue<IReadOnlyList<SeenToken>> Batches { get; } = new();

    public volatile bool IsDown;

    /// <summary>How many pages were asked for.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public SeenToken? this[string id] => _tokens.GetValueOrDefault(id);

    public void Put(SeenToken token) => _tokens[token.Id] = token;

    public ValueTask AddAsync(IReadOnlyList<SeenToken> tokens, CancellationToken cancellationToken)
    {
        if (IsDown) throw new IOException("down");
        Batches.Enqueue(tokens);
        foreach (var token in tokens)
            _tokens.AddOrUpdate(token.Id, token, (_, known) => known with { Uses = known.Uses + token.Uses, LastUsed = token.LastUsed });
        return ValueTask.CompletedTask;
    }

    public ValueTask<SeenTokenPage> QueryAsync(SeenTokenQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (IsDown) throw new IOException("down");
        Interlocked.Increment(ref _asked);
        SeenTokenPlace? after = query.After is { } text && SeenTokenPlace.TryParse(text, out var place) ? place : null;
        var rest = _tokens.Values
            .Where(token => query.State is not { } state || state == TokenState.Expired == token.AcceptedUntil <= now)
            .OrderByDescending(token => token.FirstUsed).ThenByDescending(token => token.Id, StringComparer.Ordinal)
            .Where(token => after is not { } known || token.FirstUsed < known.FirstUsed || (token.FirstUsed == known.FirstUsed && string.CompareOrdinal(token.Id, known.Id) < 0))
            .Take(query.Limit + 1).ToList();
        if (rest.Count <= query.Limit) return new(new SeenTokenPage(rest, null, null));
        rest.RemoveAt(query.Limit);
        return new(new SeenTokenPage(rest, SeenTokenPlace.Of(rest[^1]).ToString(), null));
    }

    public ValueTask<SeenToken?> FindAsync(string id, CancellationToken cancellationToken) => IsDown ? throw new IOException("down") : new(this[id]);
}
