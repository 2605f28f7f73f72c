using System.Collections.Concurrent;

namespace ScopeAuth.Revocation;

/// <summary>The revoked tokens of a node, by fingerprint.</summary>
internal sealed class RevokedTokens
{
    private readonly ConcurrentDictionary<RevocationId, long> _tokens = new();

    public long Count => _tokens.Count;

    public bool Contains(RevocationId id) => _tokens.ContainsKey(id);

    /// <returns>Whether it is new.</returns>
    public bool Add(RevocationId id, DateTimeOffset? endsAt) => _tokens.TryAdd(id, endsAt?.UtcTicks ?? long.MaxValue);

    public bool Remove(RevocationId id) => _tokens.TryRemove(id, out _);

    /// <summary>Drops what has ended.</summary>
    public void Drop(DateTimeOffset endedBefore)
    {
        foreach (var (id, ends) in _tokens)
            if (ends < endedBefore.UtcTicks) _tokens.TryRemove(id, out _);
    }
}
