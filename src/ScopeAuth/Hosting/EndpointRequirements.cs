using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using ScopeAuth.Roles;

namespace ScopeAuth.Hosting;

/// <summary>What the endpoints of the application ask for. A name that nobody configured would refuse everybody for ever, so it is a fault.</summary>
internal sealed class EndpointRequirements
{
    private volatile IReadOnlyList<(string Place, ApiRequirement Requirement)> _requirements = [];

    /// <summary>Reads the endpoints, once they are all mapped.</summary>
    /// <returns>Policies that an endpoint names and nobody registered.</returns>
    public async Task<IReadOnlyList<string>> ReadAsync(IEnumerable<EndpointDataSource> sources, IAuthorizationPolicyProvider policies)
    {
        var found = new List<(string, ApiRequirement)>();
        var unknown = new List<string>();
        foreach (var (place, metadata) in sources.SelectMany(source => source.Endpoints).Distinct().SelectMany(Places))
        {
            var asked = metadata.OfType<IAuthorizationRequirementData>().SelectMany(data => data.GetRequirements())
                .Concat(metadata.OfType<AuthorizationPolicy>().SelectMany(policy => policy.Requirements)).ToList();
            foreach (var name in metadata.OfType<IAuthorizeData>().Select(data => data.Policy).Where(policy => !string.IsNullOrEmpty(policy)).Distinct())
                if (await policies.GetPolicyAsync(name!) is { } policy) asked.AddRange(policy.Requirements);
                else unknown.Add(UnknownPolicy(place, name!));
            found.AddRange(asked.OfType<ApiRequirement>().Select(requirement => (place, requirement)));
        }
        found.AddRange(Of("The default policy", await policies.GetDefaultPolicyAsync()));
        found.AddRange(Of("The fallback policy", await policies.GetFallbackPolicyAsync()));
        _requirements = [.. found.Distinct()];
        return [.. unknown.Distinct()];
    }

    public IEnumerable<string> FindFaults(ApiRoleTable roles) =>
        (from asked in _requirements
         let unknown = asked.Requirement.FindUnknownName(roles)
         where unknown is not null
         select $"{asked.Place} asks for the {unknown}, which no configured role has; configured are the roles "
             + $"{string.Join(", ", roles.Roles.Select(role => role.Name).Order(StringComparer.Ordinal))} and the categories "
             + $"{string.Join(", ", roles.Categories.Order(StringComparer.Ordinal))}.").Distinct();

    private static IEnumerable<(string, ApiRequirement)> Of(string place, AuthorizationPolicy? policy) =>
        policy?.Requirements.OfType<ApiRequirement>().Select(requirement => (place, requirement)) ?? [];

    // A hub's methods are no endpoints: what is written on them is found at the hub alone.
    private static IEnumerable<(string Place, IReadOnlyList<object> Metadata)> Places(Endpoint endpoint)
    {
        yield return (endpoint.DisplayName ?? endpoint.ToString() ?? "endpoint", endpoint.Metadata);
        if (endpoint.Metadata.GetMetadata<HubMetadata>()?.HubType is not { } hub) yield break;
        foreach (var method in hub.GetMethods())
            yield return ($"{hub.Name}.{method.Name}", method.GetCustomAttributes(inherit: true));
    }

    private static string UnknownPolicy(string place, string name) => ApiPolicyName.TryRead(name, out _)
        ? $"{place} asks for '{name}', which {nameof(IAuthorizationPolicyProvider)} does not find: one was registered after AddScopeRoleAuth. Register it before."
        : $"{place} names the policy '{name}', which is not registered.";
}
