namespace ScopeAuth.Samples.Page;

/// <summary>One configured API role.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Access">Its access by category; what is not named is None.</param>
public sealed record RoleRow(string Name, IReadOnlyDictionary<string, string> Access)
{
    /// <summary>Every role of the configuration, as it is now.</summary>
    public static IReadOnlyList<RoleRow> All(IConfiguration configuration) =>
    [
        .. configuration.GetSection($"{ScopeAuthDefaults.ConfigurationSection}:{nameof(ScopeAuthOptions.ApiRoles)}").GetChildren()
            .Select(role => new RoleRow(role.Key, role.GetSection(nameof(ApiRoleOptions.Access)).GetChildren().ToDictionary(access => access.Key, access => access.Value ?? ""))),
    ];
}
