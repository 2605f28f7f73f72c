using ScopeAuth.Revocation;

namespace ScopeAuth.Caching;

/// <summary>The tokens that all nodes accepted, as the store has them. What is revoked, this node knows.</summary>
internal sealed class StoredSeenTokens(ISeenTokenStore store, RevocationView revocations)
{
    /// <summary>So many are looked at for one page, however few of them have the state that is asked for.</summary>
    public const int MostLookedAt = 5000;

    public async ValueTask<SeenTokenPage> QueryAsync(SeenTokenQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (query.State is null or TokenState.Expired)
        {
            var page = await store.QueryAsync(query, now, cancellationToken);
            return page with { Tokens = [.. page.Tokens.Select(token => token with { State = StateOf(token, now) })] };
        }
        var found = new List<SeenToken>();
        var next = query with { Limit = query.State == TokenState.Active ? query.Limit : SeenTokenQuery.MaxLimit };
        for (var looked = 0; ;)
        {
            var page = await store.QueryAsync(next, now, cancellationToken);
            for (var at = 0; at < page.Tokens.Count; at++)
            {
                var token = page.Tokens[at];
                if (StateOf(token, now) != query.State) continue;
                found.Add(token with { State = query.State.Value });
                if (found.Count == query.Limit) return new(found, at == page.Tokens.Count - 1 ? page.Next : SeenTokenPlace.Of(token).ToString(), null);
            }
            looked += page.Tokens.Count;
            if (page.Next is null || looked >= MostLookedAt) return new(found, page.Next, null);
            next = next with { After = page.Next };
        }
    }

    public async ValueTask<SeenToken?> FindAsync(SeenTokenKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(key.ToString(), cancellationToken) is not { } token) return null;
        var state = StateOf(token, now);
        return state == TokenState.Active ? token with { State = state } : token with { State = state, Header = null, Claims = null };
    }

    private TokenState StateOf(SeenToken token, DateTimeOffset now)
    {
        if (token.AcceptedUntil <= now) return TokenState.Expired;
        return SeenTokenKey.TryParse(token.Id, out var hash) && revocations.Current?.CoversHashed(token, hash) == true ? TokenState.Revoked : TokenState.Active;
    }
}
