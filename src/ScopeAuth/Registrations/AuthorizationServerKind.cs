using System.Text.Json;
using ScopeAuth.Hosting;

namespace ScopeAuth.Registrations;

/// <summary>Authorization servers as registrations.</summary>
internal sealed class AuthorizationServerKind() : RegistrationKind<AuthorizationServerOptions>("AuthorizationServers", "OAuth 2.0 Authorization Servers")
{
    private static readonly AuthorizationServerOptions Usual = new();

    public static AuthorizationServerKind Instance { get; } = new();

    public override IDictionary<string, AuthorizationServerOptions> Of(ScopeAuthOptions options) => options.AuthorizationServers;

    public override StoredEntries<AuthorizationServerOptions> Of(MergedOptions merged) => merged.Servers;

    public override RegistrationSet? Of(RegistrationSets sets) => sets.Servers;

    public override RegistrationSets Replace(RegistrationSets sets, RegistrationSet set) => sets with { Servers = set };

    public override bool HasSecret(AuthorizationServerOptions options) => options.IntrospectionClient.Secret is not null;

    public override void Settle(string path, AuthorizationServerOptions options, ScopeAuthOptions configured, ICollection<string> faults)
    {
        var known = faults.Count;
        StoredServerRules.Apply(path, options, configured.Registrations, faults);
        // Of files that it may not name nothing is to be found out, not even whether they are there.
        if (faults.Count > known) options.Enabled = false;
    }

    protected override AuthorizationServerOptions Create() => new();

    protected override AuthorizationServerOptions Take(SettingReader reader) => ConfigurationSettings.ReadServer(reader);

    protected override void Write(Utf8JsonWriter json, AuthorizationServerOptions options, Func<string, string?> secret)
    {
        var settings = new SettingWriter(json);
        settings.Name(nameof(options.Vendor), (Vendor?)options.Vendor, Usual.Vendor);
        settings.Flag(nameof(options.Enabled), options.Enabled, Usual.Enabled);
        settings.Text(nameof(options.Description), options.Description);
        settings.Text(nameof(options.Issuer), options.Issuer);
        settings.List(nameof(options.Issuers), options.Issuers, Usual.Issuers);
        settings.List(nameof(options.Tenants), options.Tenants, Usual.Tenants);
        settings.Flag(nameof(options.NoIssuer), options.NoIssuer);
        settings.Text(nameof(options.MetadataUri), options.MetadataUri);
        settings.Text(nameof(options.JwksUri), options.JwksUri);
        settings.Text(nameof(options.JwksFile), options.JwksFile);
        settings.List(nameof(options.PublicKeys), options.PublicKeys, Usual.PublicKeys);
        settings.Name(nameof(options.Validation), (TokenValidation?)options.Validation, Usual.Validation);
        settings.Text(nameof(options.IntrospectionUri), options.IntrospectionUri);
        WriteClient(json, options.IntrospectionClient, secret);
        settings.Duration(nameof(options.IntrospectionCacheDuration), options.IntrospectionCacheDuration, Usual.IntrospectionCacheDuration);
        settings.List(nameof(options.OpaqueTokens), options.OpaqueTokens, Usual.OpaqueTokens);
        settings.Flag(nameof(options.SignedIntrospection), options.SignedIntrospection);
        settings.List(nameof(options.Audiences), options.Audiences, Usual.Audiences);
        settings.List(nameof(options.ClientIds), options.ClientIds, Usual.ClientIds);
        settings.List(nameof(options.Organizations), options.Organizations, Usual.Organizations);
        settings.List(nameof(options.Algorithms), options.Algorithms, Usual.Algorithms);
        settings.List(nameof(options.TokenTypes), options.TokenTypes, Usual.TokenTypes);
        settings.Duration(nameof(options.ClockSkew), options.ClockSkew, Usual.ClockSkew);
        settings.Duration(nameof(options.MaxTokenLifetime), options.MaxTokenLifetime, Usual.MaxTokenLifetime);
        settings.List(nameof(options.ScopeClaims), options.ScopeClaims);
        settings.List(nameof(options.RoleClaims), options.RoleClaims);
        settings.List(nameof(options.ClientIdClaims), options.ClientIdClaims);
        settings.List(nameof(options.TokenIdClaims), options.TokenIdClaims);
        settings.List(nameof(options.Products), options.Products, Usual.Products);
        settings.Flag(nameof(options.AllowMissingKeyId), options.AllowMissingKeyId);
        settings.Flag(nameof(options.AllowHttp), options.AllowHttp);
        settings.Flag(nameof(options.AllowPrivateNetwork), options.AllowPrivateNetwork, usual: null);
    }

    private static void WriteClient(Utf8JsonWriter json, IntrospectionClientOptions client, Func<string, string?> secret)
    {
        var settings = new SettingWriter(json);
        json.WriteStartObject(nameof(AuthorizationServerOptions.IntrospectionClient));
        settings.Text(nameof(client.Id), client.Id);
        settings.Name(nameof(client.Method), client.Method);
        if (client.Secret is { } text) settings.Text(nameof(client.Secret), secret(text));
        settings.Text(nameof(client.SecretFile), client.SecretFile);
        settings.Text(nameof(client.SecretVariable), client.SecretVariable);
        settings.Text(nameof(client.KeyFile), client.KeyFile);
        settings.Text(nameof(client.CertificateFile), client.CertificateFile);
        settings.Text(nameof(client.PasswordFile), client.PasswordFile);
        settings.Text(nameof(client.KeyId), client.KeyId);
        settings.Text(nameof(client.Algorithm), client.Algorithm);
        settings.Text(nameof(client.Audience), client.Audience);
        json.WriteEndObject();
    }
}
