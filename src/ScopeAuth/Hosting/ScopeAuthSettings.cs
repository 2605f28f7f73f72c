using System.Collections.Frozen;
using System.Collections.Immutable;
using ScopeAuth.AuthorizationServers;
using ScopeAuth.Keys;
using ScopeAuth.Roles;
using ScopeAuth.Scopes;

namespace ScopeAuth.Hosting;

/// <summary>The options, checked and compiled: immutable, and the same from the beginning of a request to its end.</summary>
internal sealed class ScopeAuthSettings
{
    /// <param name="options">Options that the validator found no fault in.</param>
    /// <param name="rings">Where the servers' keys are; a ring outlives a change of the settings that does not touch its source.</param>
    public ScopeAuthSettings(ScopeAuthOptions options, KeyRings rings)
    {
        Realm = options.Realm;
        MaxTokenLength = options.MaxTokenLength;
        MaxCachedTokens = options.MaxCachedTokens;
        ClientDetail = options.ClientDetail;
        OrganizationRouteValue = options.OrganizationRouteValue;
        OrganizationHeader = options.OrganizationHeader;
        Audit = options.Audit;
        Revocation = options.Revocation;
        ServerOrganizations = options.AuthorizationServers.ToFrozenDictionary(
            server => server.Key, server => server.Value.Organizations.Select(Organization.Parse).ToImmutableArray(), StringComparer.Ordinal);
        TokenLives = options.AuthorizationServers.ToFrozenDictionary(
            server => server.Key, server => (server.Value.MaxTokenLifetime, server.Value.ClockSkew), StringComparer.Ordinal);
        Clouds = options.Clouds;
        Roles = new(options.ApiRoles);
        Servers = new([.. options.AuthorizationServers.Where(server => server.Value.Enabled).Select(server => Compile(server.Key, server.Value, options, rings))]);
    }

    public string Realm { get; }

    public int MaxTokenLength { get; }

    public int MaxCachedTokens { get; }

    public ClientDetail ClientDetail { get; }

    public string OrganizationRouteValue { get; }

    public string OrganizationHeader { get; }

    public AuditOptions Audit { get; }

    public RevocationOptions Revocation { get; }

    /// <summary>The organisations that each server speaks for, disabled servers included.</summary>
    public FrozenDictionary<string, ImmutableArray<Organization>> ServerOrganizations { get; }

    /// <summary>How long tokens of each server may live, and its skew; of disabled servers, too: their tokens can be revoked all the same.</summary>
    public FrozenDictionary<string, (TimeSpan Lifetime, TimeSpan Skew)> TokenLives { get; }

    public IDictionary<string, CloudOptions> Clouds { get; }

    public ApiRoleTable Roles { get; }

    public AuthorizationServerRegistry Servers { get; }

    private AuthorizationServer Compile(string name, AuthorizationServerOptions server, ScopeAuthOptions options, KeyRings rings)
    {
        var organizations = new ServerOrganizations(
            server.Organizations.Select(Organization.Parse),
            cloud => options.Clouds.TryGetValue(cloud, out var settings) && settings.Domain is { } domain ? domain : cloud,
            Roles);
        var ring = rings.For(name, server, ServerIssuers.MetadataUris(server), ServerIssuers.OfMetadata(server));
        return new(name, server, ServerIssuers.Of(server), ring, organizations);
    }
}
