using System.Collections.Concurrent;
using ScopeAuth.Revocation;
using ScopeAuth.Tokens;

namespace ScopeAuth.Caching;

/// <summary>The tokens that this process accepted.</summary>
/// <param name="capacity">The most tokens.</param>
/// <param name="revocations">What is revoked.</param>
/// <param name="keepsNews">Whether somebody fetches what is new; if so, nothing of it is lost with a token that has to go.</param>
internal sealed class SeenTokenTable(int capacity, RevocationView revocations, bool keepsNews)
{
    private static readonly Comparer<TokenUse> Order = Comparer<TokenUse>.Create(
        (left, right) => left.FirstUsed.CompareTo(right.FirstUsed) is var order and not 0 ? order : left.Key.CompareTo(right.Key));

    private readonly ConcurrentDictionary<SeenTokenKey, TokenUse> _tokens = new();
    private readonly ConcurrentQueue<TokenUse> _gone = new();
    private int _count;
    private int _isMakingRoom;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Everything that was not handed over yet. Those that had to go come first, and once.</summary>
    public IEnumerable<TokenUse> News
    {
        get
        {
            while (_gone.TryDequeue(out var gone)) yield return gone;
            foreach (var (_, token) in _tokens)
                if (token.HasNews) yield return token;
        }
    }

    public SeenTokenPage Query(SeenTokenQuery query, SeenTokenPlace? after, DateTimeOffset now)
    {
        // The last of the page is on top: whoever comes before it takes its place. One more, to know whether there is one.
        var page = new PriorityQueue<TokenUse, TokenUse>(query.Limit + 1, Order);
        var total = 0L;
        foreach (var (_, token) in _tokens)
        {
            if (!Matches(query, token.Facts) || (query.State is { } state && StateOf(token, now) != state)) continue;
            total++;
            if (after is { } place && !token.IsBehind(place)) continue;
            if (page.Count <= query.Limit) page.Enqueue(token, token);
            else page.EnqueueDequeue(token, token);
        }
        var next = page.Count > query.Limit;
        if (next) page.Dequeue();
        var tokens = new SeenToken[page.Count];
        while (page.TryDequeue(out var token, out _)) tokens[page.Count] = token.Describe(StateOf(token, now));
        return new(tokens, next ? SeenTokenPlace.Of(tokens[^1]).ToString() : null, total);
    }

    public SeenToken? Find(SeenTokenKey key, DateTimeOffset now) => _tokens.TryGetValue(key, out var token) ? token.Describe(StateOf(token, now)) : null;

    public TokenUse Note(ReadOnlySpan<char> compact, DecodedToken text, AccessToken facts, DateTimeOffset now)
    {
        var key = SeenTokenKey.Of(compact);
        if (_tokens.TryGetValue(key, out var known))
        {
            known.Count(now);
            return known;
        }
        var own = new TokenUse(key, facts.Copy(), text.Header.ToArray(), now);
        var use = _tokens.GetOrAdd(key, own);
        // Counted before room is made: it may be this one that has to go.
        use.Count(now);
        if (ReferenceEquals(use, own) && Interlocked.Increment(ref _count) > capacity) MakeRoom(now);
        return use;
    }

    /// <summary>Takes back what was fetched and could not be handed over, of tokens that have gone. As many are kept as there is room for tokens.</summary>
    public void TakeBack(TokenUse use)
    {
        if (!_tokens.TryGetValue(use.Key, out var known) || !ReferenceEquals(known, use)) Keep(use);
    }

    private static bool Matches(SeenTokenQuery query, AccessToken token) =>
        (query.AuthorizationServer is not { } server || token.AuthorizationServer == server)
        && (query.ClientId is not { Length: > 0 } client || (client[^1] == '*'
            ? token.ClientId?.StartsWith(client[..^1], StringComparison.Ordinal) == true
            : token.ClientId == client))
        && (query.TokenId is not { } id || token.TokenId == id)
        && (query.IssuedFrom is not { } from || token.IssuedAt >= from)
        && (query.IssuedTo is not { } to || token.IssuedAt < to)
        && (query.ExpiresFrom is not { } end || token.ExpiresAt >= end)
        && (query.ExpiresTo is not { } last || token.ExpiresAt < last);

    private TokenState StateOf(TokenUse token, DateTimeOffset now) =>
        token.Facts.IsExpired(now) ? TokenState.Expired : token.IsRevoked(revocations) ? TokenState.Revoked : TokenState.Active;

    // A tenth at a time, by whoever comes to find it full: a request in some thousands pays for it, and none waits for another.
    private void MakeRoom(DateTimeOffset now)
    {
        if (Interlocked.Exchange(ref _isMakingRoom, 1) != 0) return;
        try
        {
            var going = _tokens.Values
                .Select(token => (Token: token, Rank: token.Facts.IsExpired(now) ? DateTimeOffset.MinValue : token.LastUsed))
                .OrderBy(token => token.Rank)
                .Take(Math.Max(1, capacity / 10));
            foreach (var (token, _) in going)
            {
                if (!_tokens.TryRemove(new(token.Key, token))) continue;
                Interlocked.Decrement(ref _count);
                if (keepsNews && token.HasNews) Keep(token);
            }
        }
        finally
        {
            Volatile.Write(ref _isMakingRoom, 0);
        }
    }

    // While the store is out of reach those that went last are kept, and counts of others are lost: they are for information.
    private void Keep(TokenUse use)
    {
        _gone.Enqueue(use);
        if (_gone.Count > capacity) _gone.TryDequeue(out _);
    }
}
