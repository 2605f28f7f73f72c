using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using ScopeAuth.Roles;

namespace ScopeAuth.Hosting;

/// <summary>What the endpoints of the application ask for. A name that nobody configured would refuse everybody for ever, so it is a fault.</summary>
internal sealed class EndpointRequirements
{
    private volatile IReadOnlyList<(string Endpoint, ApiRequirement Requirement)> _requirements = [];

    /// <summary>Reads the endpoints, once they are all mapped.</summary>
    /// <returns>Policies that an endpoint names and nobody registered.</returns>
    public async Task<IReadOnlyList<string>> ReadAsync(IEnumerable<EndpointDataSource> sources, IAuthorizationPolicyProvider policies)
    {
        var found = new List<(string, ApiRequirement)>();
        var unknown = new List<string>();
        foreach (var endpoint in sources.SelectMany(source => source.Endpoints).Distinct())
        {
            var name = endpoint.DisplayName ?? endpoint.ToString() ?? "endpoint";
            var asked = endpoint.Metadata.OfType<IAuthorizationRequirementData>().SelectMany(data => data.GetRequirements())
                .Concat(endpoint.Metadata.OfType<AuthorizationPolicy>().SelectMany(policy => policy.Requirements)).ToList();
            foreach (var policyName in endpoint.Metadata.OfType<IAuthorizeData>().Select(data => data.Policy).Where(policy => !string.IsNullOrEmpty(policy)).Distinct())
                if (await policies.GetPolicyAsync(policyName!) is { } policy) asked.AddRange(policy.Requirements);
                else unknown.Add($"{name} names the policy '{policyName}', which is not registered.");
            found.AddRange(asked.OfType<ApiRequirement>().Select(requirement => (name, requirement)));
        }
        _requirements = found;
        return unknown;
    }

    public IEnumerable<string> FindFaults(ApiRoleTable roles) =>
        from asked in _requirements
        let unknown = asked.Requirement.FindUnknownName(roles)
        where unknown is not null
        select $"{asked.Endpoint} asks for the {unknown}, which no configured role has; configured are the roles "
            + $"{string.Join(", ", roles.Roles.Select(role => role.Name).Order(StringComparer.Ordinal))} and the categories "
            + $"{string.Join(", ", roles.Categories.Order(StringComparer.Ordinal))}.";
}
