using System.Collections.Frozen;
using System.Collections.Immutable;
using ScopeAuth.AuthorizationServers;
using ScopeAuth.Introspection;
using ScopeAuth.Keys;
using ScopeAuth.Registrations;
using ScopeAuth.Roles;
using ScopeAuth.Scopes;

namespace ScopeAuth.Hosting;

/// <summary>The options, checked and compiled: immutable, and the same from the beginning of a request to its end.</summary>
internal sealed class ScopeAuthSettings
{
    private readonly List<KeyRing> _rings = [];
    private readonly string _rolesFingerprint;

    /// <param name="merged">Options that the validator found no fault in.</param>
    /// <param name="rings">Where the servers' keys are; a ring outlives a change of the settings that does not touch its source.</param>
    /// <param name="introspections">What servers are asked with; it outlives a change of the settings that does not touch its server, too.</param>
    /// <param name="before">The settings before: a server that is the same in them is taken over.</param>
    public ScopeAuthSettings(MergedOptions merged, KeyRings rings, Introspections introspections, ScopeAuthSettings? before)
    {
        Merged = merged;
        var options = merged.Options;
        Realm = options.Realm;
        MaxTokenLength = options.MaxTokenLength;
        MaxCachedTokens = options.MaxCachedTokens;
        ClientDetail = options.ClientDetail;
        OrganizationRouteValue = options.OrganizationRouteValue;
        OrganizationHeader = options.OrganizationHeader;
        AuthorizationServerHeader = options.AuthorizationServerHeader;
        Audit = options.Audit;
        Revocation = options.Revocation;
        ServerOrganizations = options.AuthorizationServers.ToFrozenDictionary(
            server => server.Key, server => server.Value.Organizations.Select(Organization.Parse).ToImmutableArray(), StringComparer.Ordinal);
        TokenLives = options.AuthorizationServers.ToFrozenDictionary(
            server => server.Key, server => (server.Value.MaxTokenLifetime, server.Value.ClockSkew), StringComparer.Ordinal);
        Clouds = options.Clouds;
        _rolesFingerprint = RegistrationFingerprint.Of(options);
        Roles = before?._rolesFingerprint == _rolesFingerprint ? before.Roles : new(options.ApiRoles);
        Servers = new([.. options.AuthorizationServers.Where(server => server.Value.Enabled)
            .Select(server => Compile(server.Key, server.Value, options, rings, introspections, before))]);
    }

    /// <summary>What the settings were made of.</summary>
    public MergedOptions Merged { get; }

    public string Realm { get; }

    public int MaxTokenLength { get; }

    public int MaxCachedTokens { get; }

    public ClientDetail ClientDetail { get; }

    public string OrganizationRouteValue { get; }

    public string OrganizationHeader { get; }

    public string? AuthorizationServerHeader { get; }

    public AuditOptions Audit { get; }

    public RevocationOptions Revocation { get; }

    /// <summary>The organisations that each server speaks for, disabled servers included.</summary>
    public FrozenDictionary<string, ImmutableArray<Organization>> ServerOrganizations { get; }

    /// <summary>How long tokens of each server may live, and its skew; of disabled servers, too: their tokens can be revoked all the same.</summary>
    public FrozenDictionary<string, (TimeSpan Lifetime, TimeSpan Skew)> TokenLives { get; }

    public IDictionary<string, CloudOptions> Clouds { get; }

    public ApiRoleTable Roles { get; }

    public AuthorizationServerRegistry Servers { get; }

    /// <summary>The key rings in use, for tokens and for answers.</summary>
    public IReadOnlyList<KeyRing> Rings => _rings;

    /// <summary>Why a token is refused that belongs to no server here. Before the store was read nobody knows that, and an outage is not a bad token.</summary>
    public Rejection UnknownServer(Rejection reason) => Merged.Servers.IsLoaded || reason == Rejection.InvalidClaim ? reason : Rejection.RegistrationUnavailable;

    /// <summary>Whether a verdict that was found with other settings is good with these, too: everything that it depended on is the same.</summary>
    /// <remarks>Not where tokens carry no issuer: whose they are depends on which other servers there are.</remarks>
    public bool AreSameFor(AuthorizationServer server, ScopeAuthSettings other) =>
        MaxTokenLength == other.MaxTokenLength && !server.Issuers.IsEmpty && ReferenceEquals(Servers.FindByName(server.Name), server);

    private AuthorizationServer Compile(
        string name, AuthorizationServerOptions server, ScopeAuthOptions options, KeyRings rings, Introspections introspections, ScopeAuthSettings? before)
    {
        var fingerprint = RegistrationFingerprint.Of(name, server);
        var issuers = ServerIssuers.Of(server);
        // A server whose word stands for its signature has no keys to fetch: Okta does not even publish those of its organisation server.
        var byKeys = server.Validation != TokenValidation.Introspection;
        var ring = byKeys || server.SignedIntrospection
            ? rings.For(name, server, ServerIssuers.Metadata(server), ServerIssuers.OfMetadata(server, issuers))
            : null;
        if (ring is not null) _rings.Add(ring);
        if (before is not null && ReferenceEquals(Roles, before.Roles) && before.Servers.FindByName(name) is { } known && known.Fingerprint == fingerprint) return known;
        var organizations = new ServerOrganizations(
            ServerOrganizations[name],
            cloud => options.Clouds.TryGetValue(cloud, out var settings) && settings.Domain is { } domain ? domain : cloud,
            Roles);
        return new(name, server, issuers, byKeys ? ring : null, introspections.For(name, fingerprint, server, ring), organizations) { Fingerprint = fingerprint };
    }
}
