using Microsoft.AspNetCore.Authorization;
using ScopeAuth.Roles;

namespace ScopeAuth;

/// <summary>Lets only callers with one of the named API roles reach a controller, action, hub, hub method, gRPC service or endpoint.</summary>
/// <remarks>Names are compared ordinally. A role that is not configured stops the start of the application.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequireApiRoleAttribute : AuthorizeAttribute
{
    /// <summary>Asks for one of several roles.</summary>
    /// <param name="roles">The roles, at least one; any of them is enough. Several attributes must all be met.</param>
    public RequireApiRoleAttribute(params string[] roles)
    {
        ArgumentNullException.ThrowIfNull(roles);
        if (roles.Length == 0 || roles.Any(string.IsNullOrEmpty)) throw new ArgumentException("Name at least one API role, and no empty one.", nameof(roles));
        ApiRoles = [.. roles];
        base.Policy = ApiPolicyName.ForRoles(ApiRoles);
    }

    /// <summary>The roles, any of which is enough.</summary>
    public IReadOnlyList<string> ApiRoles { get; }

    /// <summary>The policy that asks for the roles. It cannot be set: another policy belongs into an <c>[Authorize]</c> beside this one.</summary>
    public new string Policy => base.Policy!;
}
