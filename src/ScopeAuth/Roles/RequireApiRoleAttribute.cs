using Microsoft.AspNetCore.Authorization;
using ScopeAuth.Roles;

namespace ScopeAuth;

/// <summary>Lets only callers with one of the named API roles reach a controller, action, hub, gRPC service or endpoint.</summary>
/// <remarks>Names are compared ordinally. A role that is not configured stops the start of the application.</remarks>
/// <param name="roles">The roles, at least one; any of them is enough. Several attributes must all be met.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequireApiRoleAttribute(params string[] roles) : AuthorizeAttribute(ScopeAuthDefaults.Policy), IAuthorizationRequirementData
{
    /// <summary>The roles, any of which is enough.</summary>
    public IReadOnlyList<string> ApiRoles { get; } = roles is { Length: > 0 } ? roles : throw new ArgumentException("Name at least one API role.", nameof(roles));

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [new ApiRoleRequirement(ApiRoles)];
}
