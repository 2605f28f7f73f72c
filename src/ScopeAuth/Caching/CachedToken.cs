using ScopeAuth.Hosting;
using ScopeAuth.Tokens;

namespace ScopeAuth.Caching;

/// <summary>A token that was accepted before, and everything that its acceptance depended on.</summary>
internal sealed class CachedToken(
    int hash, DecodedToken text, AccessToken facts, TokenVerdict verdict, TokenValidity validity, ScopeAuthSettings settings, long keyGeneration,
    long revocationEpoch)
{
    private long _revocationEpoch = revocationEpoch;

    public int Hash { get; } = hash;

    public int Bytes => text.Length;

    public TokenVerdict Verdict { get; } = verdict;

    /// <summary>Whether it was asked for again since it was kept, or since eviction last passed by.</summary>
    public bool IsTouched { get; set; }

    /// <summary>The epoch of the revocations at which it was last found not to be revoked.</summary>
    public long RevocationEpoch
    {
        get => Volatile.Read(ref _revocationEpoch);
        set => Volatile.Write(ref _revocationEpoch, value);
    }

    /// <summary>The whole token is compared, not a hash of it: two tokens can never be taken for each other.</summary>
    public bool IsOf(ReadOnlySpan<char> token) => text.IsOf(token);

    /// <summary>
    /// Whether the token would still be accepted: the same settings, the same keys, neither of them too old, and the clock. A changed
    /// registration or a withdrawn key ends it with the next request.
    /// </summary>
    public bool IsStillGood(ScopeAuthSettings current, DateTimeOffset now) =>
        ReferenceEquals(current, settings) && validity.Contains(now)
        && facts.Server.Keys.Generation == keyGeneration && facts.Server.Keys.IsUsableAt(now);
}
