using System.Text;
using ScopeAuth.AuthorizationServers;
using ScopeAuth.Hosting;
using ScopeAuth.Tokens;

namespace ScopeAuth.Caching;

/// <summary>A token that was accepted before, and everything that its acceptance depended on.</summary>
internal sealed class CachedToken
{
    private readonly byte[] _text;
    private readonly TokenTimes _times;
    private readonly AuthorizationServer _server;
    private readonly ScopeAuthSettings _settings;
    private readonly long _keyGeneration;
    private long _revocationEpoch;

    public CachedToken(
        ReadOnlySpan<char> token, TokenVerdict verdict, TokenTimes times, AuthorizationServer server, ScopeAuthSettings settings, long keyGeneration,
        long revocationEpoch)
    {
        _text = new byte[token.Length];
        Encoding.ASCII.GetBytes(token, _text);
        Hash = AcceptedTokens.HashOf(token);
        Verdict = verdict;
        _times = times;
        _server = server;
        _settings = settings;
        _keyGeneration = keyGeneration;
        _revocationEpoch = revocationEpoch;
    }

    public int Hash { get; }

    public int Bytes => _text.Length;

    public TokenVerdict Verdict { get; }

    /// <summary>Whether it was asked for again since it was kept, or since eviction last passed by.</summary>
    public bool IsTouched { get; set; }

    /// <summary>The epoch of the revocations at which it was last found not to be revoked.</summary>
    public long RevocationEpoch
    {
        get => Volatile.Read(ref _revocationEpoch);
        set => Volatile.Write(ref _revocationEpoch, value);
    }

    /// <summary>The whole text is compared, not a hash of it: two tokens can never be taken for each other.</summary>
    public bool IsOf(ReadOnlySpan<char> token) => Ascii.Equals(_text, token);

    /// <summary>
    /// Whether the token would still be accepted: the same settings, the same keys, neither of them too old, and the clock. A changed
    /// registration or a withdrawn key ends it with the next request.
    /// </summary>
    public bool IsStillGood(ScopeAuthSettings current, DateTimeOffset now) =>
        ReferenceEquals(current, _settings) && _server.Keys.Generation == _keyGeneration && _server.Keys.IsUsableAt(now)
        && _times.Check(now, _server.ClockSkew, TimeSpan.MaxValue) is null;
}
