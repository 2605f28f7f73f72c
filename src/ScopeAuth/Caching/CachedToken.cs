using ScopeAuth.AuthorizationServers;
using ScopeAuth.Hosting;
using ScopeAuth.Tokens;

namespace ScopeAuth.Caching;

/// <summary>A token that was accepted before, and everything that its acceptance depended on.</summary>
/// <param name="hash">Where it is found.</param>
/// <param name="text">What it is told from all others by.</param>
/// <param name="server">Whose it is. Here as well as among the facts, which so remain untouched by a look-up.</param>
/// <param name="verdict">What was decided: it was accepted.</param>
/// <param name="validity">From when to when it is valid.</param>
/// <param name="settings">The settings that were in force.</param>
/// <param name="keyGeneration">The generation of the server's keys; 0 where it has none.</param>
/// <param name="revocationEpoch">The epoch of the revocations at which it was last looked up there.</param>
/// <param name="freshUntil">When the server has to be asked again; the end of time where it is never asked.</param>
/// <param name="use">Where its uses are counted, if they are.</param>
internal sealed class CachedToken(
    int hash, DecodedToken text, AuthorizationServer server, TokenVerdict verdict, TokenValidity validity, ScopeAuthSettings settings, long keyGeneration,
    long revocationEpoch, DateTimeOffset freshUntil, TokenUse? use)
{
    private static readonly long Forever = DateTimeOffset.MaxValue.UtcTicks;

    private readonly long _freshUntil = freshUntil.UtcTicks;
    private long _revocationEpoch = revocationEpoch;
    private ScopeAuthSettings _settings = settings;

    public int Hash { get; } = hash;

    /// <summary>With the server's answer, where that is kept beside the token's own text.</summary>
    public int Bytes => text.Length + (server.Keys is null ? verdict.Facts!.Payload.Length : 0);

    public TokenVerdict Verdict => verdict;

    /// <summary>Where its uses are counted, if they are.</summary>
    public TokenUse? Use { get; } = use;

    public AuthorizationServer Server => server;

    /// <summary>Whether what its server said is good for a request: an endpoint may want a new answer, and an opaque token is of the server that the request means.</summary>
    public bool IsGoodFor(in Presentation presentation, ReadOnlySpan<char> token) =>
        _freshUntil == Forever
        || (!presentation.MustBeFresh
            && (!OpaqueToken.CanBe(token) || _settings.Servers.FindForOpaque(token, presentation.AuthorizationServer) == server));

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
    /// Whether the token would still be accepted: the same registration and roles, the same keys, neither of them too old, and the clock. A changed
    /// registration or a withdrawn key ends it with the next request.
    /// </summary>
    public bool IsStillGood(ScopeAuthSettings current, DateTimeOffset now) =>
        (ReferenceEquals(current, _settings) || IsUntouchedBy(current)) && validity.Contains(now) && now.UtcTicks < _freshUntil
        && (server.Keys is not { } keys || (keys.Generation == keyGeneration && keys.IsUsableAt(now)));

    // Once after each change of the settings, for each token.
    private bool IsUntouchedBy(ScopeAuthSettings current)
    {
        if (!current.AreSameFor(server, _settings)) return false;
        _settings = current;
        return true;
    }
}
