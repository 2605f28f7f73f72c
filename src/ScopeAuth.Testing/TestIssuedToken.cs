using System.Text.Json.Nodes;

namespace ScopeAuth.Testing;

/// <summary>An access token that a test server issued and remembers.</summary>
public sealed class TestIssuedToken
{
    private readonly Func<DateTimeOffset> _now;
    private volatile bool _revoked;

    internal TestIssuedToken(Func<DateTimeOffset> now) => _now = now;

    /// <summary>The token as the client sends it: a JWT, or text without meaning.</summary>
    public required string Value { get; init; }

    /// <summary>Its ID, the claim <c>jti</c> or at Microsoft <c>uti</c>.</summary>
    public required string TokenId { get; init; }

    /// <summary>The client it was issued to.</summary>
    public required string ClientId { get; init; }

    /// <summary>The role scopes it grants.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>When it was issued, by the server's clock.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>When it expires.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Its state, by the server's clock. A revoked token stays revoked when its time has passed.</summary>
    public TestTokenStatus Status =>
        _revoked ? TestTokenStatus.Revoked : ExpiresAt <= _now() ? TestTokenStatus.Expired : TestTokenStatus.Active;

    internal JsonObject Claims { get; init; } = [];

    internal TestApiKey? ApiKey { get; init; }

    /// <summary>Revokes it, as an administrator does by hand. Its client is not blocked: it can fetch a new one.</summary>
    /// <returns><see langword="false"/> if it was not active, which changes nothing.</returns>
    public bool Revoke()
    {
        if (Status is not TestTokenStatus.Active) return false;
        _revoked = true;
        return true;
    }
}
