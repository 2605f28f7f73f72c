using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace ScopeAuth.Bearer;

/// <summary>What another handler made of a token that ScopeAuth judges, too.</summary>
internal static class HandledTicket
{
    /// <summary>The name under which Microsoft's handlers save the token that they validated.</summary>
    private const string SavedToken = "access_token";

    public static string? TokenOf(AuthenticationTicket? handled) => handled?.Properties.GetTokenValue(SavedToken);

    /// <summary>ScopeAuth's identity first. Names that the other handler gave to claims, and claims that the application added, are there beside it.</summary>
    public static ClaimsPrincipal Join(ApiIdentity identity, AuthenticationTicket handled)
    {
        var principal = new ClaimsPrincipal(identity);
        // Claims of a token that is not known to be this one stay out.
        if (TokenOf(handled) is null) return principal;
        var others = handled.Principal.Identities.ToArray();
        // The first is the token's own. Into ours, whose roles are those that were granted: in an identity of its own a role that the token claims would count.
        if (others is [var first, ..]) identity.AddClaimsOf(first);
        principal.AddIdentities(others.Skip(1));
        return principal;
    }
}
