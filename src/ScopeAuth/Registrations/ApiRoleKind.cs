using System.Text.Json;
using ScopeAuth.Hosting;

namespace ScopeAuth.Registrations;

/// <summary>API roles as registrations.</summary>
internal sealed class ApiRoleKind() : RegistrationKind<ApiRoleOptions>("ApiRoles", "Role Management")
{
    private static readonly ApiRoleOptions Usual = new();

    public static ApiRoleKind Instance { get; } = new();

    public override IDictionary<string, ApiRoleOptions> Of(ScopeAuthOptions options) => options.ApiRoles;

    public override StoredEntries<ApiRoleOptions> Of(MergedOptions merged) => merged.Roles;

    public override RegistrationSet? Of(RegistrationSets sets) => sets.Roles;

    public override RegistrationSets Replace(RegistrationSets sets, RegistrationSet set) => sets with { Roles = set };

    public override void Settle(string path, ApiRoleOptions options, ScopeAuthOptions configured, ICollection<string> faults)
    {
    }

    public override bool HasSecret(ApiRoleOptions options) => false;

    protected override ApiRoleOptions Create() => new();

    protected override ApiRoleOptions Take(SettingReader reader) => ConfigurationSettings.ReadRole(reader);

    protected override void Write(Utf8JsonWriter json, ApiRoleOptions options, Func<string, string?> secret)
    {
        json.WriteStartObject(nameof(options.Access));
        foreach (var (category, access) in options.Access.OrderBy(entry => entry.Key, StringComparer.Ordinal)) json.WriteString(category, access.ToString());
        json.WriteEndObject();
        new SettingWriter(json).List(nameof(options.Organizations), options.Organizations, Usual.Organizations);
    }
}
