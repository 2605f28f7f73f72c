using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Bearer;
using ScopeAuth.Hosting;
using ScopeAuth.Middleware;

namespace ScopeAuth.Roles;

/// <summary>
/// Says yes, without the framework's services, to a request that the default scheme has authenticated and whose policy asks for API roles
/// alone. Everything else, each no included, goes the way that was registered before.
/// </summary>
internal sealed class ApiPolicyEvaluator(CurrentSettings settings, object registered) : IPolicyEvaluator
{
    private static readonly Task<PolicyAuthorizationResult> Met = Task.FromResult(PolicyAuthorizationResult.Success());

    private bool? _mayDecide;

    // Asked again by the name of its scheme, the framework would make the same result anew.
    public Task<AuthenticateResult> AuthenticateAsync(AuthorizationPolicy policy, HttpContext context) =>
        policy.AuthenticationSchemes is [var scheme] && MayDecide(context.RequestServices)
            && context.Features.Find<IAuthenticateResultFeature>()?.AuthenticateResult is { Succeeded: true, Ticket: { } ticket } known
            && ticket.AuthenticationScheme == scheme && IdentityOf(ticket.Principal) is not null && ticket.Principal == context.User
            ? Task.FromResult(known)
            : Registered(context.RequestServices).AuthenticateAsync(policy, context);

    public Task<PolicyAuthorizationResult> AuthorizeAsync(AuthorizationPolicy policy, AuthenticateResult authenticationResult, HttpContext context, object? resource) =>
        authenticationResult.Succeeded && resource == context && MayDecide(context.RequestServices)
            && IdentityOf(context.User) is { } identity && AreMet(policy.Requirements, context, identity)
            ? Met
            : Registered(context.RequestServices).AuthorizeAsync(policy, authenticationResult, context, resource);

    /// <summary>Whether what was registered before is the framework's, and not one that the application made of it.</summary>
    public bool IsAroundFrameworks(IServiceProvider services) => Registered(services).GetType() == typeof(PolicyEvaluator);

    private IPolicyEvaluator Registered(IServiceProvider services) => services.GetRequiredKeyedService<IPolicyEvaluator>(registered);

    private static ApiIdentity? IdentityOf(ClaimsPrincipal user) => user.Identity as ApiIdentity;

    private bool AreMet(IReadOnlyList<IAuthorizationRequirement> requirements, HttpContext context, ApiIdentity identity)
    {
        for (var place = 0; place < requirements.Count; place++)
            if (!ApiRequirement.Decides(requirements[place])) return false;
        for (var place = 0; place < requirements.Count; place++)
            if (requirements[place] is ApiRequirement requirement && !RoleDecision.IsMet(context, identity, requirement, settings.Current)) return false;
        return true;
    }

    // Found out with the first request: what is registered does not change.
    private bool MayDecide(IServiceProvider services) => _mayDecide ??=
        FrameworkServices.FindOther(services) is null && IsAroundFrameworks(services) && !FrameworkServices.HaveOtherHandlers(services);
}
