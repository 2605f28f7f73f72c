using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;
using ScopeAuth.Audit;
using ScopeAuth.Roles;

namespace ScopeAuth.Bearer;

/// <summary>What is known about the decision on one request, kept with the request: the answer, the log scope and the audit record read it.</summary>
/// <remarks>
/// In ScopeAuth's own middleware it is the request's user and authentication result as well, each made when somebody first asks: most
/// endpoints ask for neither.
/// </remarks>
internal sealed class RequestDecision : IHttpAuthenticationFeature, IAuthenticateResultFeature
{
    // Built once: a refusal is the everyday of a public endpoint.
    private static readonly FrozenDictionary<Rejection, AuthenticateResult> Failures =
        Enum.GetValues<Rejection>().ToFrozenDictionary(reason => reason, reason => AuthenticateResult.Fail($"The access token was refused: {reason}."));

    private Grant? _acting;
    private object? _user;      // the principal, or a result that holds it

    /// <summary>What was found about the token; null while none was judged.</summary>
    public TokenVerdict? Verdict { get; set; }

    /// <summary>The token, once its signature was found good.</summary>
    public AccessToken? Token => Verdict?.Facts;

    /// <summary>Whether nothing that was remembered of an answer about the token is part of the decision.</summary>
    public bool IsFresh { get; set; }

    /// <summary>The configured name of the authorization server, also of a refused token where it is known.</summary>
    public string? AuthorizationServer => Verdict?.AuthorizationServer;

    /// <summary>The roles in the one organisation that the request is for; none while it is not admitted.</summary>
    public ImmutableArray<Grant> Grants { get; private set; } = [];

    /// <summary>Why the request is refused; null while nothing speaks against it.</summary>
    public Rejection? Rejection { get; set; }

    /// <summary>The organisation that the request is for; the default value while it is not known.</summary>
    public Organization Organization => _acting?.Scope.Organization ?? default;

    /// <summary>The role that granted the access; until then the token's first role in the organisation.</summary>
    public string? Role => _acting?.Scope.Role;

    /// <summary>The generated admin ID of <see cref="Role"/>.</summary>
    public string? AdminId => _acting?.AdminId;

    public AdminIdScope? LogScope => _acting?.LogScope;

    /// <summary>The category that the endpoint's policy names.</summary>
    public string? Category { get; set; }

    /// <summary>The roles that would have been enough, where the endpoint's policy refused the token's.</summary>
    public ImmutableArray<string> SufficientRoles { get; set; } = [];

    /// <inheritdoc/>
    public ClaimsPrincipal? User
    {
        get => _user is AuthenticateResult result ? result.Principal : (ClaimsPrincipal?)(_user ??= CreateUser());
        set => _user = value;
    }

    /// <inheritdoc/>
    public AuthenticateResult? AuthenticateResult
    {
        get => _user as AuthenticateResult ?? CreateResult();
        set => _user = value;
    }

    /// <summary>The scheme that the lazily made user is authenticated by; null where a scheme's handler makes the user.</summary>
    public string? Scheme { get; set; }

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

    public void Admit(ImmutableArray<Grant> grants)
    {
        Grants = grants;
        _acting = grants[0];
    }

    public void ActAs(Grant grant)
    {
        _acting = grant;
        if (_user is not null) (User?.Identity as ApiIdentity)?.ActAs(grant);
    }

    private ClaimsPrincipal? CreateUser()
    {
        if (Scheme is null || Grants.IsEmpty) return null;
        var identity = Token!.CreateIdentity(Grants, Scheme);
        identity.ActAs(_acting!);
        return new(identity);
    }

    private AuthenticateResult? CreateResult()
    {
        if (Rejection is { } refusal && Grants.IsEmpty) return Refuse(refusal);
        if (User is not { } user || Scheme is null) return null;
        // What lives longer than the request, such as a hub's connection, learns from the ticket when the token ends.
        var result = AuthenticateResult.Success(new(user, new() { ExpiresUtc = Token!.ExpiresAt }, Scheme));
        _user = result;
        return result;
    }
}
