using System.Collections.Immutable;
using ScopeAuth.Tokens;

namespace ScopeAuth.AuthorizationServers;

/// <summary>What is known about one vendor's access tokens. Facts only; each can be overridden by a setting of the server.</summary>
internal sealed record VendorProfile
{
    /// <summary>Replaced by each configured audience: ZITADEL puts a project's ID into the names of its role claims.</summary>
    public const string AudiencePlaceholder = "{audience}";

    private static readonly ImmutableArray<string> UsualTokenIdClaims = ["jti"];

    /// <summary>Claims that hold role scopes: a string, a space-separated list, or an array.</summary>
    public required ImmutableArray<string> ScopeClaims
    {
        get;
        init => (field, ScopeNames) = (value, JsonName.All(value));
    }

    /// <summary>Claims that hold role names or role scopes as an array, as one string, or as the member names of an object.</summary>
    public ImmutableArray<string> RoleClaims { get; init; } = [];

    /// <summary>Claims that hold the client ID, the first that is present.</summary>
    public required ImmutableArray<string> ClientIdClaims
    {
        get;
        init => (field, ClientIdNames) = (value, JsonName.All(value));
    }

    /// <summary>Claims that hold the token ID, the first that is present.</summary>
    public ImmutableArray<string> TokenIdClaims
    {
        get;
        init => (field, TokenIdNames) = (value, JsonName.All(value));
    } = UsualTokenIdClaims;

    /// <summary>The same claims as they are looked for in tokens: once for all servers of the vendor.</summary>
    public ImmutableArray<JsonName> ScopeNames { get; private init; }

    /// <inheritdoc cref="ScopeNames"/>
    public ImmutableArray<JsonName> ClientIdNames { get; private init; }

    /// <inheritdoc cref="ScopeNames"/>
    public ImmutableArray<JsonName> TokenIdNames { get; private init; } = JsonName.All(UsualTokenIdClaims);

    /// <summary>Claims without which it is no access token of this vendor.</summary>
    public ImmutableArray<string> RequiredClaims { get; init; } = [];

    /// <summary>Whether every access token of this vendor names its client, so that one without is another kind of token.</summary>
    public bool AlwaysNamesClient { get; init; }

    /// <summary>Metadata addresses to try, derived from an issuer.</summary>
    public required Func<Uri, ImmutableArray<Uri>> MetadataUris { get; init; }

    /// <summary>The same for what a server answers about a token: scopes are one text under one name there (RFC 7662 section 2.2), whatever they are in tokens.</summary>
    public VendorProfile OfAnswers() => this with { ScopeClaims = ["scope", .. ScopeClaims.Where(name => name != "scope")] };

    public static VendorProfile Of(Vendor vendor) => vendor switch
    {
        Vendor.Okta => Okta,
        Vendor.EntraId => EntraId,
        Vendor.PingFederate => PingFederate,
        Vendor.ZIdentity => ZIdentity,
        Vendor.Zitadel => Zitadel,
        Vendor.SafewhereIdentify => SafewhereIdentify,
        _ => Generic,
    };

    private static readonly VendorProfile Generic = new()
    {
        ScopeClaims = ["scope", "scp", "roles"],
        ClientIdClaims = ["client_id", "azp", "cid", "appid"],
        TokenIdClaims = ["jti", "uti"],
        MetadataUris = issuer => [OpenIdConfiguration(issuer), OAuthMetadata(issuer)],
    };

    private static readonly VendorProfile Okta = new()
    {
        ScopeClaims = ["scp"],
        ClientIdClaims = ["cid"],
        MetadataUris = issuer => [OpenIdConfiguration(issuer), OAuthMetadata(issuer)],
    };

    // Application permissions arrive as app roles; scp holds those of a signed-in user. An ID token has neither appid nor azp.
    private static readonly VendorProfile EntraId = new()
    {
        ScopeClaims = ["roles", "scp"],
        ClientIdClaims = ["azp", "appid"],
        TokenIdClaims = ["uti"],
        RequiredClaims = ["tid"],
        AlwaysNamesClient = true,
        MetadataUris = issuer => [OpenIdConfiguration(new(EntraIdIssuer.MetadataBase(issuer)))],
    };

    // The names are settings of the token manager. Its issuer form puts the well-known part before a path, so that is tried first.
    private static readonly VendorProfile PingFederate = new()
    {
        ScopeClaims = ["scope", "scp"],
        ClientIdClaims = ["client_id"],
        MetadataUris = issuer => [OAuthMetadata(issuer), OpenIdConfiguration(issuer)],
    };

    private static readonly VendorProfile ZIdentity = new()
    {
        ScopeClaims = ["scope", "scp", "roles"],
        ClientIdClaims = ["client_id", "cid", "azp"],
        MetadataUris = issuer => [OpenIdConfiguration(issuer), OAuthMetadata(issuer)],
    };

    // The project of a role is part of the claim's name; only projects that are audiences of this API count. The claim without a project
    // holds the roles of the client's own one, which may be anybody's.
    private static readonly VendorProfile Zitadel = new()
    {
        ScopeClaims = ["scope"],
        RoleClaims = [$"urn:zitadel:iam:org:project:{AudiencePlaceholder}:roles"],
        ClientIdClaims = ["client_id", "azp"],
        MetadataUris = issuer => [OpenIdConfiguration(issuer)],
    };

    private static readonly VendorProfile SafewhereIdentify = new()
    {
        ScopeClaims = ["scope"],
        RoleClaims = ["urn:identify:rest-api:role"],
        ClientIdClaims = ["client_id", "azp"],
        MetadataUris = issuer => [OpenIdConfiguration(issuer), OAuthMetadata(issuer)],
    };

    /// <summary>OpenID Connect Discovery section 4: appended to the issuer.</summary>
    private static Uri OpenIdConfiguration(Uri issuer) => new(issuer.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration");

    /// <summary>RFC 8414 section 3.1: inserted between host and path.</summary>
    private static Uri OAuthMetadata(Uri issuer) =>
        new(issuer, "/.well-known/oauth-authorization-server" + issuer.AbsolutePath.TrimEnd('/'));
}
