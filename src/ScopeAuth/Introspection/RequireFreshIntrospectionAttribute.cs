using Microsoft.AspNetCore.Authorization;
using ScopeAuth.Introspection;

namespace ScopeAuth;

/// <summary>Lets an endpoint go around what is remembered: the token's authorization server is asked for each request, so a revocation there counts at once.</summary>
/// <remarks>
/// For endpoints where 30 seconds are too long. Tokens of servers with <see cref="TokenValidation.Local"/> are not affected: those servers are
/// never asked. It needs authentication after routing, which is the order unless an application changes it; else the endpoint refuses.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequireFreshIntrospectionAttribute : Attribute, IAuthorizationRequirementData
{
    /// <summary>The requirement that the token's server was asked for this very request.</summary>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [FreshIntrospectionRequirement.Instance];
}
