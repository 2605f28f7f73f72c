using System.Collections.Immutable;

namespace ScopeAuth.Tokens;

/// <summary>An immutable snapshot of the keys of one authorization server. Read without locks.</summary>
internal sealed class KeySet(ImmutableArray<VerificationKey> keys)
{
    /// <summary>How many keys a token without key ID may be tried against, where that is allowed: bounds its cost.</summary>
    private const int MaxCandidates = 4;

    public static readonly KeySet Empty = new([]);

    public ImmutableArray<VerificationKey> Keys { get; } = keys;

    public bool Contains(ReadOnlySpan<byte> keyId)
    {
        foreach (var key in Keys)
            if (key.HasKeyId && key.Utf8KeyId.SequenceEqual(keyId)) return true;
        return false;
    }

    /// <summary>The one key with this ID that fits the algorithm. Two that fit are as good as none: nobody can say which is meant.</summary>
    public VerificationKey? Find(ReadOnlySpan<byte> keyId, SignatureAlgorithm algorithm)
    {
        VerificationKey? found = null;
        foreach (var key in Keys)
        {
            if (!key.HasKeyId || !key.Allows(algorithm) || !key.Utf8KeyId.SequenceEqual(keyId)) continue;
            if (found is not null) return null;
            found = key;
        }
        return found;
    }

    /// <summary>The keys that a token without key ID may be checked with: the only one that fits, or up to four where the server allows it.</summary>
    public ImmutableArray<VerificationKey> FindWithoutId(SignatureAlgorithm algorithm, bool allowSeveral)
    {
        var fitting = Keys.Where(key => key.Allows(algorithm)).Take(MaxCandidates + 1).ToImmutableArray();
        var limit = allowSeveral ? MaxCandidates : 1;
        return fitting.Length <= limit ? fitting : [];
    }
}
