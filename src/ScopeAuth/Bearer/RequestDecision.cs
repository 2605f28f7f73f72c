using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using ScopeAuth.Roles;

namespace ScopeAuth.Bearer;

/// <summary>What is known about the decision on one request, kept with the request: the answer, the log scope and the audit record read it.</summary>
internal sealed class RequestDecision
{
    // Built once: a refusal is the everyday of a public endpoint.
    private static readonly FrozenDictionary<Rejection, AuthenticateResult> Failures =
        Enum.GetValues<Rejection>().ToFrozenDictionary(reason => reason, reason => AuthenticateResult.Fail($"The access token was refused: {reason}."));

    /// <summary>The token, once its signature was found good.</summary>
    public AccessToken? Token { get; set; }

    /// <summary>Whether nothing that was remembered of an answer about the token is part of the decision.</summary>
    public bool IsFresh { get; set; }

    /// <summary>The configured name of the authorization server, also of a refused token where it is known.</summary>
    public string? AuthorizationServer { get; set; }

    /// <summary>Why the request is refused; null while nothing speaks against it.</summary>
    public Rejection? Rejection { get; set; }

    /// <summary>The organisation that the request is for; the default value while it is not known.</summary>
    public Organization Organization { get; set; }

    /// <summary>The role that granted the access; until then the token's first role in the organisation.</summary>
    public string? Role { get; set; }

    /// <summary>The generated admin ID of <see cref="Role"/>.</summary>
    public string? AdminId { get; set; }

    /// <summary>The category that the endpoint's policy names.</summary>
    public string? Category { get; set; }

    /// <summary>The roles that would have been enough, where the endpoint's policy refused the token's.</summary>
    public ImmutableArray<string> SufficientRoles { get; set; } = [];

    public static RequestDecision Of(HttpContext context)
    {
        if (context.Features.Get<RequestDecision>() is { } decision) return decision;
        decision = new();
        context.Features.Set(decision);
        return decision;
    }

    public AuthenticateResult Refuse(Rejection rejection)
    {
        Rejection = rejection;
        return rejection == ScopeAuth.Rejection.NoCredentials ? AuthenticateResult.NoResult() : Failures[rejection];
    }

    public void Admit(Grant grant)
    {
        Organization = grant.Scope.Organization;
        Role = grant.Scope.Role;
        AdminId = grant.AdminId;
    }
}
