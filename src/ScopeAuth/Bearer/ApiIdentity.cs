using System.Collections.Immutable;
using System.Security.Claims;
using ScopeAuth.Roles;

namespace ScopeAuth.Bearer;

/// <summary>Who calls: the token's claims under their own names, and what ScopeAuth found. Policies read the grants, never the claims.</summary>
/// <remarks>The claims are read from the token when somebody first asks for them: most endpoints ask for none, and they are most of the cost.</remarks>
internal sealed class ApiIdentity : ClaimsIdentity
{
    private readonly Lock _reading = new();
    private volatile bool _isRead;
    private Grant _acting;

    public ApiIdentity(AccessToken token, ImmutableArray<Grant> grants, string authenticationType)
        : base(authenticationType, ScopeAuthClaimTypes.AdminId, ScopeAuthClaimTypes.Role) => (Token, Grants, _acting) = (token, grants, grants[0]);

    private ApiIdentity(ApiIdentity other)
        : base(other) => (Token, Grants, _acting, _isRead) = (other.Token, other.Grants, other._acting, true);

    public AccessToken Token { get; }

    /// <summary>The roles in the one organisation that the request is for; at least one.</summary>
    public ImmutableArray<Grant> Grants { get; }

    public Organization Organization => Grants[0].Scope.Organization;

    public override IEnumerable<Claim> Claims
    {
        get
        {
            Read();
            return base.Claims;
        }
    }

    public override string? Name => _isRead ? base.Name : _acting.AdminId;

    /// <summary>The role that granted the access gives the admin ID, which is the name from then on.</summary>
    public void ActAs(Grant grant)
    {
        if (Name == grant.AdminId) return;
        _acting = grant;
        if (!_isRead) return;
        base.TryRemoveClaim(FindFirst(ScopeAuthClaimTypes.AdminId));
        base.AddClaim(New(ScopeAuthClaimTypes.AdminId, grant.AdminId));
    }

    /// <summary>Adds the claims of types that are not here yet. Those that only ScopeAuth gives are never taken over.</summary>
    public void AddClaimsOf(ClaimsIdentity other)
    {
        var known = Claims.Select(claim => claim.Type).ToHashSet(StringComparer.OrdinalIgnoreCase);
        AddClaims(other.Claims.Where(claim => !known.Contains(claim.Type) && !ScopeAuthClaimTypes.IsOurs(claim.Type)).Select(claim => claim.Clone(this)));
    }

    public override ClaimsIdentity Clone()
    {
        Read();
        return new ApiIdentity(this);
    }

    public override void AddClaim(Claim claim)
    {
        Read();
        base.AddClaim(claim);
    }

    public override void AddClaims(IEnumerable<Claim?> claims)
    {
        Read();
        base.AddClaims(claims);
    }

    public override void RemoveClaim(Claim? claim)
    {
        Read();
        base.RemoveClaim(claim);
    }

    public override bool TryRemoveClaim(Claim? claim)
    {
        Read();
        return base.TryRemoveClaim(claim);
    }

    // Two threads of one request may both ask first; neither may see half of the claims.
    private void Read()
    {
        if (_isRead) return;
        lock (_reading)
        {
            if (_isRead) return;
            base.AddClaims(PayloadClaims.Read(Token.Payload, Token.AuthorizationServer));
            base.AddClaims(FoundClaims());
            _isRead = true;
        }
    }

    private IEnumerable<Claim> FoundClaims()
    {
        yield return New(ScopeAuthClaimTypes.AdminId, _acting.AdminId);
        yield return New(ScopeAuthClaimTypes.Organization, Organization.ToString());
        yield return New(ScopeAuthClaimTypes.AuthorizationServer, Token.AuthorizationServer);
        if (Token.ClientId is { } client) yield return New(ScopeAuthClaimTypes.ClientId, client);
        if (Token.TokenId is { } id) yield return New(ScopeAuthClaimTypes.TokenId, id);
        foreach (var grant in Grants) yield return New(ScopeAuthClaimTypes.Role, grant.Scope.Role);
    }

    private Claim New(string type, string value) => new(type, value, ClaimValueTypes.String, Token.AuthorizationServer);
}
