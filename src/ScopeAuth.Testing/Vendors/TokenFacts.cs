namespace ScopeAuth.Testing.Vendors;

/// <summary>What a vendor's profile turns into the claims of one access token.</summary>
internal sealed record TokenFacts
{
    public required string Issuer { get; init; }

    public required string ClientId { get; init; }

    /// <summary>The subject a test asked for; without one, a vendor names the client in its own way.</summary>
    public string? Subject { get; init; }

    /// <summary>Empty where the vendor is set up to write no audience.</summary>
    public required string Audience { get; init; }

    /// <summary>Role scopes as <c>&lt;cloud&gt;::&lt;orgId&gt;::&lt;role&gt;</c>; anything else is passed on as it is.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    public required string TokenId { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Whether the client proved itself by a key, which Microsoft writes into the token.</summary>
    public bool ByAssertion { get; init; }

    public required TestAuthorizationServerOptions Options { get; init; }

    public long Iat => IssuedAt.ToUnixTimeSeconds();

    public long Exp => ExpiresAt.ToUnixTimeSeconds();
}
