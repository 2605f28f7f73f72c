using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ScopeAuth.Roles;

namespace ScopeAuth.Console.Roles;

/// <summary>One endpoint of the application with one of its methods, and which roles reach it.</summary>
/// <param name="Method">The HTTP method; <c>any</c> where it does not matter.</param>
/// <param name="Path">The path, as it is mapped.</param>
/// <param name="Needs">What it asks for, in words.</param>
/// <param name="Roles">The roles that reach it, each by itself.</param>
internal sealed record EndpointReach(string Method, string Path, string Needs, IReadOnlyList<string> Roles)
{
    /// <summary>Every endpoint whose policy asks for an API role, by path.</summary>
    public static async Task<IReadOnlyList<EndpointReach>> ReadAsync(IEnumerable<EndpointDataSource> sources, IAuthorizationPolicyProvider policies, ApiRoleTable roles)
    {
        var found = new List<EndpointReach>();
        foreach (var endpoint in sources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Distinct())
        {
            if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null) continue;
            var asked = (await AskedAsync(endpoint.Metadata, policies)).Distinct().ToList();
            if (asked.Count == 0) continue;
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["any"])
            {
                found.Add(new(
                    method,
                    "/" + endpoint.RoutePattern.RawText?.Trim('/'),
                    string.Join(" and ", asked.Select(Describe)),
                    [.. roles.Roles.Where(role => asked.TrueForAll(requirement => requirement.IsMetBy(role, method == "any" ? null : method))).Select(role => role.Name).Order(StringComparer.Ordinal)]));
            }
        }
        return [.. found.Distinct().OrderBy(reach => reach.Path, StringComparer.Ordinal).ThenBy(reach => reach.Method, StringComparer.Ordinal)];
    }

    private static async Task<IEnumerable<ApiRequirement>> AskedAsync(EndpointMetadataCollection metadata, IAuthorizationPolicyProvider policies)
    {
        var combined = await AuthorizationPolicy.CombineAsync(policies, metadata.GetOrderedMetadata<IAuthorizeData>(), metadata.GetOrderedMetadata<AuthorizationPolicy>());
        var policy = combined ?? (metadata.GetOrderedMetadata<IAuthorizationRequirementData>().Count == 0 ? await policies.GetFallbackPolicyAsync() : null);
        return (policy?.Requirements ?? []).Concat(metadata.GetOrderedMetadata<IAuthorizationRequirementData>().SelectMany(data => data.GetRequirements())).OfType<ApiRequirement>();
    }

    private static string Describe(ApiRequirement requirement) => requirement is UsableRoleRequirement ? "any API role" : requirement.ToString()!;
}
