using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using ScopeAuth.Roles;

namespace ScopeAuth.Middleware;

/// <summary>The plans of the endpoints that were asked for, kept as long as the endpoints are.</summary>
internal sealed class EndpointPlans(IAuthorizationPolicyProvider policies, string scheme, bool hasOtherHandlers)
{
    private readonly ConditionalWeakTable<Endpoint, EndpointPlan> _plans = [];

    public EndpointPlan? Find(Endpoint endpoint) => _plans.TryGetValue(endpoint, out var plan) ? plan : null;

    public async Task<EndpointPlan> MakeAsync(Endpoint endpoint)
    {
        var plan = await PlanAsync(endpoint);
        // A provider that answers differently from request to request has to be asked each time.
        if (policies.AllowsCachingPolicies) _plans.AddOrUpdate(endpoint, plan);
        return plan;
    }

    // As the framework's middleware combines what an endpoint's metadata asks for.
    private async Task<EndpointPlan> PlanAsync(Endpoint endpoint)
    {
        var traits = EndpointTraits.Of(endpoint);
        var metadata = endpoint.Metadata;
        var policy = await AuthorizationPolicy.CombineAsync(
            policies, metadata.GetOrderedMetadata<IAuthorizeData>(), metadata.GetOrderedMetadata<AuthorizationPolicy>());
        if (metadata.GetOrderedMetadata<IAuthorizationRequirementData>() is { Count: > 0 } demands)
        {
            var more = new AuthorizationPolicyBuilder();
            foreach (var demand in demands)
                foreach (var requirement in demand.GetRequirements()) more.AddRequirements(requirement);
            policy = policy is null ? more.Build() : AuthorizationPolicy.Combine(policy, more.Build());
        }
        if (policy is null) return EndpointPlan.Open(traits);
        if (policy.AuthenticationSchemes.Any(name => name != scheme)) return EndpointPlan.Standard(traits);
        if (metadata.GetMetadata<IAllowAnonymous>() is not null) return EndpointPlan.Lifted(traits);
        if (hasOtherHandlers) return EndpointPlan.Standard(traits);
        return policy.Requirements.All(ApiRequirement.Decides)
            ? new(traits, policy)
            : EndpointPlan.Standard(traits);
    }
}
