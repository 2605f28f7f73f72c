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
    private readonly DateTimeOffset _freshUntil;

    /// <param name="token">The text.</param>
    /// <param name="verdict">What was found.</param>
    /// <param name="times">The token's times.</param>
    /// <param name="server">Its server.</param>
    /// <param name="settings">The settings in force.</param>
    /// <param name="keyGeneration">The generation of the server's keys; 0 where it has none.</param>
    /// <param name="freshUntil">When the server has to be asked again; the end of time where it is never asked.</param>
    public CachedToken(
        ReadOnlySpan<char> token, TokenVerdict verdict, TokenTimes times, AuthorizationServer server, ScopeAuthSettings settings, long keyGeneration,
        DateTimeOffset freshUntil)
    {
        _text = new byte[token.Length];
        Encoding.ASCII.GetBytes(token, _text);
        Hash = AcceptedTokens.HashOf(token);
        Verdict = verdict;
        _times = times;
        _server = server;
        _settings = settings;
        _keyGeneration = keyGeneration;
        _freshUntil = freshUntil;
    }

    public int Hash { get; }

    public int Bytes => _text.Length;

    public TokenVerdict Verdict { get; }

    public AuthorizationServer Server => _server;

    /// <summary>Whether the server's word is part of the verdict.</summary>
    public bool WasAskedAbout => _freshUntil != DateTimeOffset.MaxValue;

    /// <summary>Whether it was asked for again since it was kept, or since eviction last passed by.</summary>
    public bool IsTouched { get; set; }

    /// <summary>The whole text is compared, not a hash of it: two tokens can never be taken for each other.</summary>
    public bool IsOf(ReadOnlySpan<char> token) => Ascii.Equals(_text, token);

    /// <summary>
    /// Whether the token would still be accepted: the same settings, the same keys, neither of them too old, and the clock. A changed
    /// registration or a withdrawn key ends it with the next request.
    /// </summary>
    public bool IsStillGood(ScopeAuthSettings current, DateTimeOffset now) =>
        ReferenceEquals(current, _settings) && now < _freshUntil
        && (_server.Keys is not { } keys || (keys.Generation == _keyGeneration && keys.IsUsableAt(now)))
        && _times.Check(now, _server.ClockSkew, TimeSpan.MaxValue) is null;
}
