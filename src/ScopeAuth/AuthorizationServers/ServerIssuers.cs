using System.Collections.Immutable;
using ScopeAuth.Keys;

namespace ScopeAuth.AuthorizationServers;

/// <summary>The issuers that a server's settings stand for, and where its metadata is found.</summary>
internal static class ServerIssuers
{
    /// <summary>The exact issuers of the server's tokens; none for a server whose tokens carry none.</summary>
    public static ImmutableArray<string> Of(AuthorizationServerOptions server)
    {
        if (server.NoIssuer) return [];
        string[] named = [.. server.Issuer is null ? [] : new[] { server.Issuer }, .. server.Issuers];
        if (server.Vendor != Vendor.EntraId) return [.. named.Distinct(StringComparer.Ordinal)];
        return [.. named.SelectMany(EntraIdIssuer.TwinsOf).Concat(server.Tenants.Select(tenant => tenant.ToLowerInvariant()).SelectMany(EntraIdIssuer.Of)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The issuers that the metadata may name: the configured ones, and for several tenants of Microsoft Entra ID their template.</summary>
    public static ImmutableArray<string> OfMetadata(AuthorizationServerOptions server) => OfMetadata(server, Of(server));

    public static ImmutableArray<string> OfMetadata(AuthorizationServerOptions server, ImmutableArray<string> issuers) =>
        server.Tenants.Count == 0 ? issuers : [.. issuers, EntraIdIssuer.Template];

    /// <summary>Whether nothing but the issuer says where the keys are; else it need not even be an address.</summary>
    public static bool LeadToKeys(AuthorizationServerOptions server) =>
        server is { NoIssuer: false, MetadataUri: null, JwksUri: null, JwksFile: null, PublicKeys.Count: 0 };

    /// <summary>Whether the issuer says where anything is; else it need not even be an address.</summary>
    public static bool LeadAnywhere(AuthorizationServerOptions server) => server switch
    {
        { Validation: TokenValidation.Introspection, SignedIntrospection: false } => server is { NoIssuer: false, MetadataUri: null, IntrospectionUri: null },
        { Validation: TokenValidation.LocalThenIntrospection, NoIssuer: false, MetadataUri: null, IntrospectionUri: null } => true,
        _ => LeadToKeys(server),
    };

    /// <summary>Where the metadata document may be that names the keys.</summary>
    /// <returns>Null where no document names the keys.</returns>
    public static MetadataPlace? Metadata(AuthorizationServerOptions server) => LeadToKeys(server) ? Derived(server) : null;

    /// <summary>Where the metadata document may be that names an endpoint, wherever the keys are.</summary>
    public static ImmutableArray<Uri> MetadataUrisForEndpoints(AuthorizationServerOptions server) => server switch
    {
        { MetadataUri: { } configured } => [new(configured, UriKind.Absolute)],
        { NoIssuer: true } => [],
        _ => Derived(server)?.Addresses ?? [],
    };

    private static MetadataPlace? Derived(AuthorizationServerOptions server)
    {
        var issuer = server.Issuer ?? server.Issuers.FirstOrDefault() ?? EntraIdIssuer.SharedBase;
        return Uri.TryCreate(issuer, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            ? new(issuer, VendorProfile.Of(server.Vendor).MetadataUris)
            : null;
    }
}
