using System.Collections.Immutable;

namespace ScopeAuth;

/// <summary>The facts of an accepted access token.</summary>
public sealed class AccessToken
{
    internal AccessToken()
    {
    }

    /// <summary>The configured name of the authorization server whose key signed the token.</summary>
    public required string AuthorizationServer { get; init; }

    /// <summary>The client that the token was issued to (<c>client_id</c>, <c>cid</c>, <c>appid</c> or <c>azp</c>, as the server's vendor names it).</summary>
    public string? ClientId { get; init; }

    /// <summary>The subject (<c>sub</c>). It is unique only together with the authorization server.</summary>
    public string? Subject { get; init; }

    /// <summary>The token's ID (<c>jti</c> or <c>uti</c>). It is unique only together with the authorization server.</summary>
    public string? TokenId { get; init; }

    /// <summary>When the token was issued, if it says so.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>When the token expires, without clock skew.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The role scopes that count here: of the server's organisations, and of configured roles. In the token's order, each once.</summary>
    public ImmutableArray<RoleScope> Roles { get; init; } = [];

    /// <summary>The payload as it was signed: UTF-8 JSON.</summary>
    internal ReadOnlyMemory<byte> Payload { get; init; }
}
