using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using ScopeAuth.Bearer;

namespace ScopeAuth.Introspection;

/// <summary>Refuses where a request was authenticated before its endpoint was known, or over a connection that is long open.</summary>
internal sealed class FreshIntrospectionHandler : AuthorizationHandler<FreshIntrospectionRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, FreshIntrospectionRequirement requirement)
    {
        if (context.Resource is HttpContext http && RequestDecision.Of(http).IsFresh) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
