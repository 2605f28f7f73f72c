using Microsoft.AspNetCore.Authorization;

namespace ScopeAuth.Roles;

/// <summary>Finds the policies whose names say what they ask for; every other question goes to the provider that was registered before.</summary>
internal sealed class ApiPolicyProvider(IAuthorizationPolicyProvider registered, string scheme) : IAuthorizationPolicyProvider
{
    // Ours depend on nothing but their names.
    public bool AllowsCachingPolicies => registered.AllowsCachingPolicies;

    public Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) => ApiPolicyName.TryRead(policyName, out var requirement)
        ? Task.FromResult<AuthorizationPolicy?>(new([requirement], [scheme]))
        : registered.GetPolicyAsync(policyName);

    public Task<AuthorizationPolicy> GetDefaultPolicyAsync() => registered.GetDefaultPolicyAsync();

    public Task<AuthorizationPolicy?> GetFallbackPolicyAsync() => registered.GetFallbackPolicyAsync();
}
