using ScopeAuth;
using ScopeAuth.Roles;

namespace Microsoft.AspNetCore.Authorization;

/// <summary>Adds demands on API roles to a policy of the service's own.</summary>
public static class ApiRolePolicyExtensions
{
    /// <inheritdoc cref="RequireApiRoleAttribute(string[])"/>
    /// <param name="policy">The policy.</param>
    /// <param name="roles">The roles, at least one; any of them is enough.</param>
    public static AuthorizationPolicyBuilder RequireApiRole(this AuthorizationPolicyBuilder policy, params string[] roles) =>
        Add(policy, new RequireApiRoleAttribute(roles).Policy);

    /// <inheritdoc cref="RequireApiAccessAttribute(string)"/>
    /// <param name="policy">The policy.</param>
    /// <param name="category">The category, for example <c>Firewall</c>.</param>
    public static AuthorizationPolicyBuilder RequireApiAccess(this AuthorizationPolicyBuilder policy, string category) =>
        Add(policy, new RequireApiAccessAttribute(category).Policy);

    /// <inheritdoc cref="RequireApiAccessAttribute(string, ApiAccess)"/>
    /// <param name="policy">The policy.</param>
    /// <param name="category">The category, for example <c>Firewall</c>.</param>
    /// <param name="access"><see cref="ApiAccess.View"/> or <see cref="ApiAccess.Full"/>, whatever the method.</param>
    public static AuthorizationPolicyBuilder RequireApiAccess(this AuthorizationPolicyBuilder policy, string category, ApiAccess access) =>
        Add(policy, new RequireApiAccessAttribute(category, access).Policy);

    private static AuthorizationPolicyBuilder Add(AuthorizationPolicyBuilder policy, string name)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return ApiPolicyName.TryRead(name, out var requirement) ? policy.AddRequirements(requirement) : throw new ArgumentException("Not a policy of this library.", nameof(name));
    }
}
