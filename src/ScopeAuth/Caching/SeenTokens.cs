using System.Collections.Concurrent;
using ScopeAuth.Caching;
using ScopeAuth.Revocation;
using ScopeAuth.Tokens;

namespace ScopeAuth;

/// <summary>The access tokens that this process accepted, for administrators: who uses which token, since when, and how often.</summary>
/// <remarks>
/// Kept in memory, for as long as the process runs, once <see cref="ScopeAuthBuilder.AddSeenTokens"/> was called. A token costs about as much
/// memory as its text. Where the bound is reached, expired tokens go first, then those that were not used for the longest time.
/// </remarks>
public sealed class SeenTokens
{
    private readonly ConcurrentDictionary<SeenTokenKey, TokenUse> _tokens = new();
    private readonly RevocationView _revocations;
    private readonly TimeProvider _clock;
    private readonly int _capacity;
    private int _count;
    private int _isMakingRoom;

    internal SeenTokens(int capacity, RevocationView revocations, TimeProvider clock) => (_capacity, _revocations, _clock) = (capacity, revocations, clock);

    /// <summary>How many tokens are known.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Finds tokens, the one that came last at first.</summary>
    /// <param name="query">Which ones.</param>
    /// <exception cref="ArgumentException">The limit is out of range, or the number to pass over is negative.</exception>
    public SeenTokenPage Query(SeenTokenQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > SeenTokenQuery.MaxLimit) throw new ArgumentException($"A page has 1 to {SeenTokenQuery.MaxLimit} tokens.", nameof(query));
        ArgumentOutOfRangeException.ThrowIfNegative(query.Skip, nameof(query));

        var now = _clock.GetUtcNow();
        var found = new List<TokenUse>();
        foreach (var (_, token) in _tokens)
            if (Matches(query, token.Facts) && (query.State is not { } state || StateOf(token, now) == state)) found.Add(token);
        found.Sort((left, right) => right.FirstUsed.CompareTo(left.FirstUsed) is var order and not 0 ? order : right.Key.CompareTo(left.Key));
        return new([.. found.Skip(query.Skip).Take(query.Limit).Select(token => token.Describe(StateOf(token, now)))], found.Count);
    }

    /// <summary>Finds one token.</summary>
    /// <param name="id">Its <see cref="SeenToken.Id"/>.</param>
    /// <returns>Null if it is not known, or no longer.</returns>
    public SeenToken? Find(string id) =>
        SeenTokenKey.TryParse(id, out var key) && _tokens.TryGetValue(key, out var token) ? token.Describe(StateOf(token, _clock.GetUtcNow())) : null;

    /// <summary>Notes that a token was accepted.</summary>
    /// <returns>Where its further uses are counted.</returns>
    internal TokenUse Note(ReadOnlySpan<char> compact, DecodedToken text, AccessToken facts, DateTimeOffset now)
    {
        var key = SeenTokenKey.Of(compact);
        if (!_tokens.TryGetValue(key, out var use))
        {
            var own = new TokenUse(key, facts.Copy(), text.Header.ToArray(), now);
            use = _tokens.GetOrAdd(key, own);
            if (ReferenceEquals(use, own) && Interlocked.Increment(ref _count) > _capacity) MakeRoom(now);
        }
        use.Count(now);
        return use;
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

    private TokenState StateOf(TokenUse token, DateTimeOffset now)
    {
        if (token.Facts.IsExpired(now)) return TokenState.Expired;
        var hash = token.Key;
        return _revocations.Current?.CoversHashed(token.Facts, hash) == true ? TokenState.Revoked : TokenState.Active;
    }

    // A tenth at a time, by whoever comes to find it full: a request in some thousands pays for it, and none waits for another.
    private void MakeRoom(DateTimeOffset now)
    {
        if (Interlocked.Exchange(ref _isMakingRoom, 1) != 0) return;
        try
        {
            var going = _tokens.Values
                .Select(token => (Token: token, Rank: token.Facts.IsExpired(now) ? DateTimeOffset.MinValue : token.LastUsed))
                .OrderBy(token => token.Rank)
                .Take(Math.Max(1, _capacity / 10));
            foreach (var (token, _) in going)
                if (_tokens.TryRemove(new(token.Key, token))) Interlocked.Decrement(ref _count);
        }
        finally
        {
            Volatile.Write(ref _isMakingRoom, 0);
        }
    }
}
