using Microsoft.Extensions.Options;

namespace ScopeAuth.Hosting;

/// <summary>Reads the configuration section into the options. Every setting is named here once; what is not named does not exist.</summary>
internal sealed class ConfigurationSettings(ConfigurationSource source) : IConfigureOptions<ScopeAuthOptions>
{
    private static readonly Dictionary<string, Action<SettingReader, ScopeAuthOptions>> Section = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Realm"] = (setting, options) => options.Realm = setting.Text() ?? "",
        ["MaxTokenLength"] = (setting, options) => options.MaxTokenLength = setting.Number("16384"),
        ["MaxCachedTokens"] = (setting, options) => options.MaxCachedTokens = setting.Number("16384"),
        ["DataPath"] = (setting, options) => options.DataPath = setting.Text(),
        ["ClientDetail"] = (setting, options) => options.ClientDetail = setting.Name<ClientDetail>(),
        ["OrganizationRouteValue"] = (setting, options) => options.OrganizationRouteValue = setting.Text() ?? "",
        ["OrganizationHeader"] = (setting, options) => options.OrganizationHeader = setting.Text() ?? "",
        ["AuthorizationServerHeader"] = (setting, options) => options.AuthorizationServerHeader = setting.Text(),
        ["Clouds"] = (setting, options) => setting.Each((name, cloud) => cloud.Apply(options.Clouds[name] = new(), Cloud!)),
        ["AuthorizationServers"] = (setting, options) => setting.Each((name, server) => options.AuthorizationServers[name] = ReadServer(server)),
        ["ApiRoles"] = (setting, options) => setting.Each((name, role) => options.ApiRoles[name] = ReadRole(role)),
        ["Audit"] = (setting, options) => setting.Apply(options.Audit, Audit!),
        ["Revocation"] = (setting, options) => setting.Apply(options.Revocation, Revocation!),
        ["Registrations"] = (setting, options) => setting.Apply(options.Registrations, Registrations!),
    };

    private static readonly Dictionary<string, Action<SettingReader, CloudOptions>> Cloud = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Domain"] = (setting, options) => options.Domain = setting.Text(),
    };

    private static readonly Dictionary<string, Action<SettingReader, ApiRoleOptions>> Role = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Access"] = (setting, options) => setting.Each((category, access) => options.Access[category] = access.Name<ApiAccess>()),
        ["Organizations"] = (setting, options) => options.Organizations = setting.List(),
    };

    private static readonly Dictionary<string, Action<SettingReader, AuditOptions>> Audit = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Directory"] = (setting, options) => options.Directory = setting.Text(),
        ["MaxFileBytes"] = (setting, options) => options.MaxFileBytes = setting.LongNumber("104857600"),
        ["Retention"] = (setting, options) => options.Retention = setting.Duration("90.00:00:00"),
        ["Flush"] = (setting, options) => options.Flush = setting.Name<AuditFlush>(),
        ["WhenSinkFails"] = (setting, options) => options.WhenSinkFails = setting.Name<AuditFailure>(),
    };

    private static readonly Dictionary<string, Action<SettingReader, RevocationOptions>> Revocation = new(StringComparer.OrdinalIgnoreCase)
    {
        ["MaxStaleness"] = (setting, options) => options.MaxStaleness = setting.Duration("00:00:30"),
        ["WhenStale"] = (setting, options) => options.WhenStale = setting.Name<StaleRevocations>(),
        ["WhenDamaged"] = (setting, options) => options.WhenDamaged = setting.Name<JournalDamage>(),
    };

    private static readonly Dictionary<string, Action<SettingReader, AuthorizationServerOptions>> Server = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Vendor"] = (setting, options) => options.Vendor = setting.Name<Vendor>(),
        ["Enabled"] = (setting, options) => options.Enabled = setting.Flag(),
        ["Description"] = (setting, options) => options.Description = setting.Text(),
        ["Issuer"] = (setting, options) => options.Issuer = setting.Text(),
        ["Issuers"] = (setting, options) => options.Issuers = setting.List(),
        ["Tenants"] = (setting, options) => options.Tenants = setting.List(),
        ["NoIssuer"] = (setting, options) => options.NoIssuer = setting.Flag(),
        ["MetadataUri"] = (setting, options) => options.MetadataUri = setting.Text(),
        ["JwksUri"] = (setting, options) => options.JwksUri = setting.Text(),
        ["JwksFile"] = (setting, options) => options.JwksFile = setting.Text(),
        ["PublicKeys"] = (setting, options) => options.PublicKeys = setting.List(),
        ["Validation"] = (setting, options) => options.Validation = setting.Name<TokenValidation>(),
        ["IntrospectionUri"] = (setting, options) => options.IntrospectionUri = setting.Text(),
        ["IntrospectionClient"] = (setting, options) => setting.Apply(options.IntrospectionClient, Client!),
        ["IntrospectionCacheDuration"] = (setting, options) => options.IntrospectionCacheDuration = setting.Duration("00:00:30"),
        ["OpaqueTokens"] = (setting, options) => options.OpaqueTokens = setting.List(),
        ["SignedIntrospection"] = (setting, options) => options.SignedIntrospection = setting.Flag(),
        ["Audiences"] = (setting, options) => options.Audiences = setting.List(),
        ["ClientIds"] = (setting, options) => options.ClientIds = setting.List(),
        ["Organizations"] = (setting, options) => options.Organizations = setting.List(),
        ["Algorithms"] = (setting, options) => options.Algorithms = setting.List(),
        ["TokenTypes"] = (setting, options) => options.TokenTypes = setting.List(),
        ["ClockSkew"] = (setting, options) => options.ClockSkew = setting.Duration("00:01:00"),
        ["MaxTokenLifetime"] = (setting, options) => options.MaxTokenLifetime = setting.Duration("1.00:00:00"),
        ["ScopeClaims"] = (setting, options) => options.ScopeClaims = setting.List(),
        ["RoleClaims"] = (setting, options) => options.RoleClaims = setting.List(),
        ["ClientIdClaims"] = (setting, options) => options.ClientIdClaims = setting.List(),
        ["TokenIdClaims"] = (setting, options) => options.TokenIdClaims = setting.List(),
        ["Products"] = (setting, options) => options.Products = setting.List(),
        ["AllowMissingKeyId"] = (setting, options) => options.AllowMissingKeyId = setting.Flag(),
        ["AllowHttp"] = (setting, options) => options.AllowHttp = setting.Flag(),
        ["AllowPrivateNetwork"] = (setting, options) => options.AllowPrivateNetwork = setting.Flag(),
    };

    private static readonly Dictionary<string, Action<SettingReader, IntrospectionClientOptions>> Client = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Id"] = (setting, options) => options.Id = setting.Text(),
        ["Method"] = (setting, options) => options.Method = setting.Name<ClientAuthenticationMethod>(),
        ["Secret"] = (setting, options) => options.Secret = setting.Text(),
        ["SecretFile"] = (setting, options) => options.SecretFile = setting.Text(),
        ["SecretVariable"] = (setting, options) => options.SecretVariable = setting.Text(),
        ["KeyFile"] = (setting, options) => options.KeyFile = setting.Text(),
        ["CertificateFile"] = (setting, options) => options.CertificateFile = setting.Text(),
        ["PasswordFile"] = (setting, options) => options.PasswordFile = setting.Text(),
        ["KeyId"] = (setting, options) => options.KeyId = setting.Text(),
        ["Algorithm"] = (setting, options) => options.Algorithm = setting.Text(),
        ["Audience"] = (setting, options) => options.Audience = setting.Text(),
    };

    private static readonly Dictionary<string, Action<SettingReader, RegistrationOptions>> Registrations = new(StringComparer.OrdinalIgnoreCase)
    {
        ["FilesPath"] = (setting, options) => options.FilesPath = setting.Text(),
        ["SecretVariablePrefix"] = (setting, options) => options.SecretVariablePrefix = setting.Text() ?? "",
    };

    /// <summary>Reads the settings of one authorization server, wherever they are kept.</summary>
    public static AuthorizationServerOptions ReadServer(SettingReader reader)
    {
        var server = new AuthorizationServerOptions();
        reader.Apply(server, Server);
        return server;
    }

    /// <summary>Reads the settings of one API role, wherever they are kept.</summary>
    public static ApiRoleOptions ReadRole(SettingReader reader)
    {
        var role = new ApiRoleOptions();
        reader.Apply(role, Role);
        return role;
    }

    public void Configure(ScopeAuthOptions options)
    {
        if (source.Section is { } section) new SettingReader(section, options.ConfigurationFaults).Apply(options, Section);
    }
}
