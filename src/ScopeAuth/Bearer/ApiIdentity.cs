using System.Collections.Immutable;
using System.Security.Claims;
using ScopeAuth.Roles;

namespace ScopeAuth.Bearer;

/// <summary>Who calls: the token's claims under their own names, and what ScopeAuth found. Policies read the grants, never the claims.</summary>
internal sealed class ApiIdentity : ClaimsIdentity
{
    public ApiIdentity(AccessToken token, ImmutableArray<Grant> grants, ReadOnlyMemory<byte> payload, string authenticationType)
        : base(authenticationType, ScopeAuthClaimTypes.AdminId, ScopeAuthClaimTypes.Role)
    {
        Token = token;
        Grants = grants;
        AddClaims(PayloadClaims.Read(payload.Span, token.AuthorizationServer));
        Add(ScopeAuthClaimTypes.AdminId, grants[0].AdminId);
        Add(ScopeAuthClaimTypes.Organization, Organization.ToString());
        Add(ScopeAuthClaimTypes.AuthorizationServer, token.AuthorizationServer);
        if (token.ClientId is not null) Add(ScopeAuthClaimTypes.ClientId, token.ClientId);
        if (token.TokenId is not null) Add(ScopeAuthClaimTypes.TokenId, token.TokenId);
        foreach (var grant in grants) Add(ScopeAuthClaimTypes.Role, grant.Scope.Role);
    }

    private ApiIdentity(ApiIdentity other)
        : base(other) => (Token, Grants) = (other.Token, other.Grants);

    public AccessToken Token { get; }

    /// <summary>The roles in the one organisation that the request is for; at least one.</summary>
    public ImmutableArray<Grant> Grants { get; }

    public Organization Organization => Grants[0].Scope.Organization;

    public override ClaimsIdentity Clone() => new ApiIdentity(this);

    /// <summary>The role that granted the access gives the admin ID, which is the name from then on.</summary>
    public void ActAs(Grant grant)
    {
        if (Name == grant.AdminId) return;
        TryRemoveClaim(FindFirst(ScopeAuthClaimTypes.AdminId));
        Add(ScopeAuthClaimTypes.AdminId, grant.AdminId);
    }

    /// <summary>Adds the claims of types that are not here yet. Those that only ScopeAuth gives are never taken over.</summary>
    public void AddClaimsOf(ClaimsIdentity other)
    {
        var known = Claims.Select(claim => claim.Type).ToHashSet(StringComparer.OrdinalIgnoreCase);
        AddClaims(other.Claims.Where(claim => !known.Contains(claim.Type) && !ScopeAuthClaimTypes.IsOurs(claim.Type)).Select(claim => claim.Clone(this)));
    }

    private void Add(string type, string value) => AddClaim(new(type, value, ClaimValueTypes.String, Token.AuthorizationServer));
}
