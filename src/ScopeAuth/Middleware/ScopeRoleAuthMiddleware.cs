using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;
using ScopeAuth.Audit;
using ScopeAuth.Bearer;
using ScopeAuth.Hosting;
using ScopeAuth.Roles;

namespace ScopeAuth.Middleware;

/// <summary>
/// Authentication and authorization of one request in one step, for endpoints that ask for nothing but what ScopeAuth decides. All
/// others go the framework's way, and so does every request where the application has put something of its own into that way.
/// </summary>
internal sealed class ScopeRoleAuthMiddleware(
    RequestDelegate next, RequestDelegate standard, string scheme, EndpointPlans plans, RequestAuthentication requests,
    AuditedAuthorization audited, CurrentSettings settings)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Find<IEndpointFeature>()?.Endpoint is not { } endpoint) return standard(context);
        return plans.Find(endpoint) is { } plan ? RunAsync(context, plan) : PlanAndRunAsync(context, endpoint);
    }

    private async Task PlanAndRunAsync(HttpContext context, Endpoint endpoint) => await RunAsync(context, await plans.MakeAsync(endpoint));

    private Task RunAsync(HttpContext context, EndpointPlan plan)
    {
        if (plan.IsStandard) return standard(context);

        var decision = RequestDecision.Of(context);
        // An error page runs the pipeline again, perhaps without the route that named the organisation. Who calls is asked once, as in the framework's way.
        if (!decision.Grants.IsEmpty)
        {
            if (!decision.MakesUserBy(scheme)) decision.MakeUserBy(scheme);
            return AuthorizeAsync(context, plan, decision, refusal: null);
        }
        // 1 header
        if (BearerHeader.Read(context.Request.Headers.Authorization, out var token) is { } fault) return DecideAsync(context, plan, decision, fault);
        // 2 to 10
        var judged = requests.JudgeAsync(context, plan.Traits, decision, token);
        return judged.IsCompletedSuccessfully ? DecideAsync(context, plan, decision, judged.Result) : WaitAndDecideAsync(context, plan, decision, judged);
    }

    private async Task WaitAndDecideAsync(HttpContext context, EndpointPlan plan, RequestDecision decision, ValueTask<Rejection?> judged) =>
        await DecideAsync(context, plan, decision, await judged);

    private Task DecideAsync(HttpContext context, EndpointPlan plan, RequestDecision decision, Rejection? refusal)
    {
        decision.MakeUserBy(scheme);
        return AuthorizeAsync(context, plan, decision, refusal);
    }

    private Task AuthorizeAsync(HttpContext context, EndpointPlan plan, RequestDecision decision, Rejection? refusal)
    {
        decision.Rejection = refusal;
        // A policy that names no scheme is content with a user whom somebody put here before.
        if (refusal is not null && plan.Policy is { AuthenticationSchemes.Count: 0 } && context.User.Identity is { IsAuthenticated: true }) return standard(context);
        // 11 policy
        decision.Category = plan.Category;
        var isMet = refusal is null && IsMet(context, plan, decision);
        // Only now: after each change of its features a request looks for all of them anew.
        HandOver(context, plan, decision, isAdmitted: refusal is null);
        if (plan.Policy is not { } policy) return next(context);
        // 12 audit record
        if (isMet && audited.HasNothingToDo) return next(context);
        var result = isMet ? PolicyAuthorizationResult.Success() : refusal is null ? PolicyAuthorizationResult.Forbid() : PolicyAuthorizationResult.Challenge();
        return audited.HandleAsync(next, context, policy, result);
    }

    private static void HandOver(HttpContext context, EndpointPlan plan, RequestDecision decision, bool isAdmitted)
    {
        var features = context.Features;
        if (isAdmitted)
        {
            features.Put<IHttpAuthenticationFeature>(decision);
            features.Put<IAuthenticateResultFeature>(decision);
        }
        // Before it runs an endpoint, the framework asks whether anybody has looked at what it demands.
        if (plan.IsMarked) decision.MarkItems(features);
    }

    private bool IsMet(HttpContext context, EndpointPlan plan, RequestDecision decision)
    {
        // All of them, also after one that is not met: the record names the last role that met one.
        var isMet = true;
        foreach (var requirement in plan.Requirements)
        {
            if (RoleDecision.Find(context, plan.Traits, decision, requirement, decision.Grants, decision.AdminId, settings.Current) is { } grant) decision.ActAs(grant);
            else isMet = false;
        }
        return isMet;
    }
}
