using ScopeAuth.Testing.Tokens;

namespace ScopeAuth.Testing;

/// <summary>
/// A named refresh token that an administrator made for a script, as Safewhere Identify's personal API keys are.
/// </summary>
public sealed class TestApiKey
{
    private readonly Func<DateTimeOffset> _now;
    private readonly TokenRegister _tokens;
    private volatile bool _revoked;

    internal TestApiKey(Func<DateTimeOffset> now, TokenRegister tokens) => (_now, _tokens) = (now, tokens);

    /// <summary>The name it was given.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The refresh token, exchanged at the token endpoint by <c>grant_type=refresh_token</c>. It stays the same until it expires.
    /// </summary>
    public required string RefreshToken { get; init; }

    /// <summary>The client that may exchange it.</summary>
    public required string ClientId { get; init; }

    /// <summary>The administrator it was made for: the subject of its access tokens.</summary>
    public required string Subject { get; init; }

    /// <summary>The role scopes that were chosen for it. Its access tokens carry these, or fewer, and no others.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>When it was made, by the server's clock.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it expires.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Its state, by the server's clock.</summary>
    public TestTokenStatus Status =>
        _revoked ? TestTokenStatus.Revoked : ExpiresAt <= _now() ? TestTokenStatus.Expired : TestTokenStatus.Active;

    /// <summary>Revokes it, and with it the access tokens it was exchanged for (RFC 7009 section 2.1).</summary>
    /// <returns><see langword="false"/> if it was not active, which changes nothing.</returns>
    public bool Revoke()
    {
        if (Status is not TestTokenStatus.Active) return false;
        _revoked = true;
        _tokens.RevokeAll(token => token.ApiKey == this);
        return true;
    }
}
