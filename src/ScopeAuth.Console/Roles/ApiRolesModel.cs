using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using ScopeAuth.Hosting;
using ScopeAuth.Roles;

namespace ScopeAuth.Console.Roles;

/// <summary>The API roles in force: what each may do by category, what it is called in each organisation, and which endpoints it reaches.</summary>
internal sealed class ApiRolesModel(CurrentSettings settings, IEnumerable<EndpointDataSource> sources, IAuthorizationPolicyProvider policies, ApiRoleEditor editor)
{
    private readonly ScopeAuthSettings _settings = settings.Current;

    public IReadOnlyList<ApiRole> Roles => [.. _settings.Roles.Roles.OrderBy(role => role.Name, StringComparer.Ordinal)];

    public IReadOnlyList<string> Categories => [.. _settings.Roles.Categories.Order(StringComparer.Ordinal)];

    public IReadOnlyList<EndpointReach> Endpoints { get; private set; } = [];

    public IEnumerable<EndpointReach> ReachedByNobody => Endpoints.Where(endpoint => endpoint.Roles.Count == 0);

    public bool CanEdit => editor.CanEdit;

    public IReadOnlyList<string> FaultsOfStored =>
        [.. editor.List().Where(role => !role.IsInForce).SelectMany(role => role.IsShadowed ? [$"{role.Name}: the configuration has a role of this name, which wins."] : role.Faults)];

    public bool IsEditable(string name) => editor.Find(name) is { IsReadOnly: false };

    public async Task LoadAsync() => Endpoints = await EndpointReach.ReadAsync(sources, policies, _settings.Roles);

    /// <summary>The names under which a role acts: one for each organisation that some server speaks for and that has the role.</summary>
    public IReadOnlyList<string> AdminIdsOf(ApiRole role) =>
    [
        .. _settings.ServerOrganizations.Values.SelectMany(organizations => organizations).Distinct().Where(role.ExistsIn)
            .Select(organization => $"oauth-{role.Name}$@{organization.OrgId}.{DomainOf(organization.Cloud)}").Order(StringComparer.Ordinal),
    ];

    private string DomainOf(string cloud) => _settings.Clouds.TryGetValue(cloud, out var options) && options.Domain is { } domain ? domain : cloud;
}
