using ScopeAuth.Caching;
using ScopeAuth.Revocation;
using ScopeAuth.Tokens;

namespace ScopeAuth;

/// <summary>The access tokens that were accepted, for administrators: who uses which token, since when, and how often.</summary>
/// <remarks>
/// Kept in memory, for as long as the process runs, once <see cref="ScopeAuthBuilder.AddSeenTokens"/> was called. A token costs about as much
/// memory as its text. Where the bound is reached, expired tokens go first, then those that were not used for the longest time. With an <see cref="ISeenTokenStore"/>
/// those of all nodes are kept there, and are what is asked for; uses of the last seconds may not be among them yet.
/// </remarks>
public sealed class SeenTokens
{
    private readonly SeenTokenTable _table;
    private readonly StoredSeenTokens? _stored;
    private readonly TimeProvider _clock;

    internal SeenTokens(int capacity, RevocationView revocations, TimeProvider clock, ISeenTokenStore? store = null)
    {
        _clock = clock;
        _table = new(capacity, revocations, keepsNews: store is not null);
        if (store is not null) _stored = new(store, revocations);
    }

    /// <summary>How many tokens this process knows.</summary>
    public int Count => _table.Count;

    internal SeenTokenTable Table => _table;

    /// <summary>Finds tokens, the one that came last at first.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="ArgumentException">The limit is out of range, or <see cref="SeenTokenQuery.After"/> did not come from here.</exception>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public ValueTask<SeenTokenPage> QueryAsync(SeenTokenQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > SeenTokenQuery.MaxLimit) throw new ArgumentException($"A page has 1 to {SeenTokenQuery.MaxLimit} tokens.", nameof(query));
        SeenTokenPlace? after = query.After is not { } text ? null
            : SeenTokenPlace.TryParse(text, out var place) ? place : throw new ArgumentException("No page of tokens ended there.", nameof(query));
        return _stored is { } stored ? stored.QueryAsync(query, _clock.GetUtcNow(), cancellationToken) : new(_table.Query(query, after, _clock.GetUtcNow()));
    }

    /// <summary>Finds one token.</summary>
    /// <param name="id">Its <see cref="SeenToken.Id"/>.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>Null if it is not known, or no longer.</returns>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async ValueTask<SeenToken?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        if (!SeenTokenKey.TryParse(id, out var key)) return null;
        var now = _clock.GetUtcNow();
        return (_stored is { } stored ? await stored.FindAsync(key, now, cancellationToken) : null) ?? _table.Find(key, now);
    }

    /// <summary>Notes that a token was accepted.</summary>
    /// <returns>Where its further uses are counted.</returns>
    internal TokenUse Note(ReadOnlySpan<char> compact, DecodedToken text, AccessToken facts, DateTimeOffset now) => _table.Note(compact, text, facts, now);
}
