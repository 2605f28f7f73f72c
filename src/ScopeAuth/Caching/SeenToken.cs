namespace ScopeAuth;

/// <summary>An access token that was accepted here: what it says and how it was used. Never the token itself, nor its signature.</summary>
public sealed record SeenToken
{
    /// <summary>What it is found by: the SHA-256 of what is signed of it, in lower-case hexadecimal digits, as <see cref="RevocationTarget.TokenHash"/> takes it.</summary>
    public required string Id { get; init; }

    /// <summary>The configured name of the authorization server that issued it.</summary>
    public required string AuthorizationServer { get; init; }

    /// <summary>The client that it was issued to.</summary>
    public string? ClientId { get; init; }

    /// <summary>Its own ID (<c>jti</c> or <c>uti</c>).</summary>
    public string? TokenId { get; init; }

    /// <summary>Its subject (<c>sub</c>).</summary>
    public string? Subject { get; init; }

    /// <summary>When it was issued, if it says so.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>When it expires, without clock skew.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>From when on it is refused as expired: <see cref="ExpiresAt"/> and the clock skew of its server.</summary>
    public required DateTimeOffset AcceptedUntil { get; init; }

    /// <summary>Whether it may still be used.</summary>
    public required TokenState State { get; init; }

    /// <summary>When it was accepted for the first time: by this process, or, with a store, by any.</summary>
    public required DateTimeOffset FirstUsed { get; init; }

    /// <summary>When it was accepted last.</summary>
    public required DateTimeOffset LastUsed { get; init; }

    /// <summary>How often it was accepted.</summary>
    public required long Uses { get; init; }

    /// <summary>The roles that it grants here.</summary>
    public required IReadOnlyList<RoleScope> Roles { get; init; }

    /// <summary>The header as JSON, as the server wrote it; null for an opaque token, for one that is no longer active, and in lists from a store.</summary>
    public string? Header { get; init; }

    /// <summary>The claims as JSON, as the server wrote or said them; null for a token that is no longer active, and in lists from a store.</summary>
    public string? Claims { get; init; }
}
