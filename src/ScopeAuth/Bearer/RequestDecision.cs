using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;
using ScopeAuth.Audit;
using ScopeAuth.Middleware;
using ScopeAuth.Roles;

namespace ScopeAuth.Bearer;

/// <summary>What is known about the decision on one request, kept with the request: the answer, the log scope and the audit record read it.</summary>
/// <remarks>
/// In ScopeAuth's own middleware it is the request's user, authentication result and items as well, each made when somebody first asks:
/// most endpoints ask for none, and then this is all that a request with a known token allocates.
/// </remarks>
internal sealed class RequestDecision : DecidedItems, IHttpAuthenticationFeature, IAuthenticateResultFeature
{
    // Built once: a refusal is the everyday of a public endpoint.
    private static readonly FrozenDictionary<Rejection, AuthenticateResult> Failures =
        Enum.GetValues<Rejection>().ToFrozenDictionary(reason => reason, reason => AuthenticateResult.Fail($"The access token was refused: {reason}."));

    private object? _user;          // the scheme that a user can be made by, the principal, or a result that holds it
    private short _acting;
    private byte _rejection;        // 0: none

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
    public Rejection? Rejection
    {
        get => _rejection == 0 ? null : (Rejection)_rejection;
        set => _rejection = (byte)value.GetValueOrDefault();
    }

    /// <summary>The organisation that the request is for; the default value while it is not known.</summary>
    public Organization Organization => Acting?.Scope.Organization ?? default;

    /// <summary>The role that granted the access; until then the token's first role in the organisation.</summary>
    public string? Role => Acting?.Scope.Role;

    /// <summary>The generated admin ID of <see cref="Role"/>.</summary>
    public string? AdminId => Acting?.AdminId;

    public AdminIdScope? LogScope => Acting?.LogScope;

    /// <summary>The category that the endpoint's policy names.</summary>
    public string? Category { get; set; }

    /// <inheritdoc/>
    public ClaimsPrincipal? User
    {
        get => _user switch
        {
            string scheme => CreateUser(scheme),
            AuthenticateResult result => result.Principal,
            _ => _user as ClaimsPrincipal,
        };
        set => _user = value;
    }

    /// <inheritdoc/>
    public AuthenticateResult? AuthenticateResult
    {
        get => _user as AuthenticateResult ?? CreateResult();
        set => _user = value;
    }

    private Grant? Acting => Grants.IsEmpty ? null : Grants[_acting];

    public static RequestDecision Of(HttpContext context)
    {
        var features = context.Features;
        if (features.Find<RequestDecision>() is { } decision) return decision;
        decision = new();
        features.Put(decision);
        return decision;
    }

    public AuthenticateResult Refuse(Rejection rejection)
    {
        Rejection = rejection;
        return rejection == ScopeAuth.Rejection.NoCredentials ? AuthenticateResult.NoResult() : Failures[rejection];
    }

    /// <summary>Leaves the user to be made when somebody asks for it.</summary>
    public void MakeUserBy(string scheme) => _user = scheme;

    /// <summary>Whether the user is, or would be, one that <see cref="MakeUserBy"/> speaks of.</summary>
    public bool MakesUserBy(string scheme) => (_user as string ?? (User?.Identity as ApiIdentity)?.AuthenticationType) == scheme;

    public void Admit(ImmutableArray<Grant> grants)
    {
        Grants = grants;
        _acting = 0;
    }

    public void ActAs(Grant grant)
    {
        var place = Grants.IndexOf(grant);
        // A principal of another origin may hold roles that this request's token does not.
        if (place < 0) Admit([grant]);
        else _acting = (short)place;
        if (_user is not (null or string)) (User?.Identity as ApiIdentity)?.ActAs(grant);
    }

    private ClaimsPrincipal? CreateUser(string scheme)
    {
        if (Grants.IsEmpty) return null;
        var identity = Token!.CreateIdentity(Grants, scheme);
        identity.ActAs(Acting!);
        var user = new ClaimsPrincipal(identity);
        _user = user;
        return user;
    }

    private AuthenticateResult? CreateResult()
    {
        if (Rejection is { } refusal && Grants.IsEmpty) return Refuse(refusal);
        // A user that somebody else put here has no result, as in the framework's feature.
        if (User is not { Identity: ApiIdentity { AuthenticationType: { } scheme } } user) return null;
        // What lives longer than the request, such as a hub's connection, learns from the ticket when the token ends.
        var result = AuthenticateResult.Success(new(user, new() { ExpiresUtc = Token!.ExpiresAt }, scheme));
        _user = result;
        return result;
    }
}
