using Microsoft.AspNetCore.Authorization;
using ScopeAuth.Introspection;

namespace ScopeAuth;

/// <summary>Lets an endpoint go around what is remembered: the token's authorization server is asked for each request, so a revocation there counts at once.</summary>
/// <remarks>
/// For endpoints where 30 seconds are too long. Tokens of servers with <see cref="TokenValidation.Local"/> are not affected: those servers are
/// never asked. It needs authentication after routing, which is the order unless an application changes it; else the endpoint refuses. So does a
/// hub's method: the token of a connection was asked about when it was opened, and the attribute belongs on the hub.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequireFreshIntrospectionAttribute : AuthorizeAttribute
{
    /// <summary>Asks for a question that is as young as the request.</summary>
    public RequireFreshIntrospectionAttribute() => base.Policy = FreshIntrospectionRequirement.PolicyName;

    /// <summary>The policy that asks for it. It cannot be set: another policy belongs into an <c>[Authorize]</c> beside this one.</summary>
    public new string Policy => base.Policy!;
}
