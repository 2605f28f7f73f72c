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
    private const long NoTime = -1;

    private readonly ReadOnlyMemory<byte> _payload;
    private readonly long _expiresAt;
    private readonly long _issuedAt;
    private TokenNames? _names;

    internal AccessToken(AuthorizationServer server, ReadOnlyMemory<byte> payload, in TokenTimes times, ImmutableArray<Grant> grants)
    {
        Server = server;
        Grants = grants;
        _payload = payload;
        _expiresAt = times.ExpiresAt.UtcTicks;
        _issuedAt = times.IssuedAt?.UtcTicks ?? NoTime;
    }

    private AccessToken(AccessToken other)
    {
        Server = other.Server;
        Grants = other.Grants;
        _payload = other.Payload.ToArray();
        (_expiresAt, _issuedAt) = (other._expiresAt, other._issuedAt);
    }

    /// <summary>The configured name of the authorization server that issued the token.</summary>
    public string AuthorizationServer => Server.Name;

    /// <summary>The client that the token was issued to (<c>client_id</c>, <c>cid</c>, <c>appid</c> or <c>azp</c>, as the server's vendor names it).</summary>
    public string? ClientId => Names.ClientId;

    /// <summary>The subject (<c>sub</c>). It is unique only together with the authorization server.</summary>
    public string? Subject => Names.Subject;

    /// <summary>The token's ID (<c>jti</c> or <c>uti</c>). It is unique only together with the authorization server.</summary>
    public string? TokenId => Names.TokenId;

    /// <summary>When the token was issued, if it says so.</summary>
    public DateTimeOffset? IssuedAt => _issuedAt == NoTime ? null : new(_issuedAt, TimeSpan.Zero);

    /// <summary>When the token expires, without clock skew.</summary>
    public DateTimeOffset ExpiresAt => new(_expiresAt, TimeSpan.Zero);

    /// <summary>The role scopes that count here: of the server's organisations, and of configured roles. In the token's order, each once.</summary>
    public IReadOnlyList<RoleScope> Roles => [.. Grants.Select(grant => grant.Scope)];

    internal AuthorizationServer Server { get; }

    internal ImmutableArray<Grant> Grants { get; }

    /// <summary>The token's claims as they were signed, or as its server said them.</summary>
    internal ReadOnlySpan<byte> Payload => _payload.Span;

    // Read when first asked for: a verdict needs none of them, and most tokens are used for one request.
    private TokenNames Names => _names ??= TokenNames.Read(Payload, Server.RulesOfFacts);

    /// <summary>Whether the time is over, with the clock skew of the token's server: asked where a decision outlives the request.</summary>
    internal bool IsExpired(DateTimeOffset now) => now - ExpiresAt >= Server.ClockSkew;

    /// <summary>Makes a principal with the token's claims under their own names, for one organisation.</summary>
    /// <param name="organization">The organisation to act in; the token must reach it.</param>
    /// <returns>A principal of its own at each call: what is changed in it, no other sees.</returns>
    /// <exception cref="ArgumentException">The token has no role in the organisation.</exception>
    public ClaimsPrincipal CreatePrincipal(Organization organization)
    {
        var grants = Grants.RemoveAll(grant => grant.Scope.Organization != organization);
        if (grants.IsEmpty) throw new ArgumentException("The token has no role in this organisation.", nameof(organization));
        return new(new ApiIdentity(this, grants, ScopeAuthDefaults.AuthenticationScheme));
    }

    /// <summary>The same facts with a text of their own, where they are to outlive the token.</summary>
    internal AccessToken Copy() => new(this);

    internal ApiIdentity CreateIdentity(ImmutableArray<Grant> grants, string authenticationType) => new(this, grants, authenticationType);
}
