using System.Collections.Immutable;
using System.Security.Claims;
using ScopeAuth.AuthorizationServers;
using ScopeAuth.Bearer;
using ScopeAuth.Roles;
using ScopeAuth.Tokens;

namespace ScopeAuth;

/// <summary>The facts of an access token that its server signed or answers for, and whose times, audience and client are good.</summary>
public sealed class AccessToken
{
    private readonly ReadOnlyMemory<byte> _payload;
    private readonly TimeSpan _clockSkew;

    internal AccessToken(AuthorizationServer server, in UnverifiedToken token, TokenTimes times, ImmutableArray<Grant> grants)
        : this(server, server.Rules, token.Claims, token.Payload.ToArray(), times, grants)
    {
    }

    internal AccessToken(
        AuthorizationServer server, TokenRules rules, JsonMembers claims, ReadOnlyMemory<byte> payload, TokenTimes times, ImmutableArray<Grant> grants)
    {
        AuthorizationServer = server.Name;
        ClientId = rules.ClientIdOf(claims);
        TokenId = rules.TokenIdOf(claims);
        Subject = claims.TryFind("sub"u8, out var subject) ? subject.ToString() : null;
        IssuedAt = times.IssuedAt;
        ExpiresAt = times.ExpiresAt;
        Grants = grants;
        _clockSkew = server.ClockSkew;
        _payload = payload;
    }

    /// <summary>The configured name of the authorization server that issued the token.</summary>
    public string AuthorizationServer { get; }

    /// <summary>The client that the token was issued to (<c>client_id</c>, <c>cid</c>, <c>appid</c> or <c>azp</c>, as the server's vendor names it).</summary>
    public string? ClientId { get; }

    /// <summary>The subject (<c>sub</c>). It is unique only together with the authorization server.</summary>
    public string? Subject { get; }

    /// <summary>The token's ID (<c>jti</c> or <c>uti</c>). It is unique only together with the authorization server.</summary>
    public string? TokenId { get; }

    /// <summary>When the token was issued, if it says so.</summary>
    public DateTimeOffset? IssuedAt { get; }

    /// <summary>When the token expires, without clock skew.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>The role scopes that count here: of the server's organisations, and of configured roles. In the token's order, each once.</summary>
    public IReadOnlyList<RoleScope> Roles => [.. Grants.Select(grant => grant.Scope)];

    internal ImmutableArray<Grant> Grants { get; }

    /// <summary>Whether the time is over, with the clock skew of the token's server: asked where a decision outlives the request.</summary>
    internal bool IsExpired(DateTimeOffset now) => now - ExpiresAt >= _clockSkew;

    /// <summary>Makes a principal with the token's claims under their own names, for one organisation.</summary>
    /// <param name="organization">The organisation to act in; the token must reach it.</param>
    /// <returns>A principal of its own at each call: what is changed in it, no other sees.</returns>
    /// <exception cref="ArgumentException">The token has no role in the organisation.</exception>
    public ClaimsPrincipal CreatePrincipal(Organization organization)
    {
        var grants = Grants.Where(grant => grant.Scope.Organization == organization).ToImmutableArray();
        if (grants.IsEmpty) throw new ArgumentException("The token has no role in this organisation.", nameof(organization));
        return new(new ApiIdentity(this, grants, _payload, ScopeAuthDefaults.AuthenticationScheme));
    }

    internal ApiIdentity CreateIdentity(ImmutableArray<Grant> grants, string authenticationType) => new(this, grants, _payload, authenticationType);
}
