namespace ScopeAuth;

/// <summary>One authorization server that the API trusts, and for which organisations.</summary>
/// <remarks>There is nothing to switch off: issuer, signature, lifetime and organisation are always checked.</remarks>
public sealed class AuthorizationServerOptions
{
    /// <summary>The product, which decides where claims and keys are found unless a setting says otherwise.</summary>
    /// <value>Default <see cref="Vendor.Generic"/>.</value>
    public Vendor Vendor { get; set; } = Vendor.Generic;

    /// <summary>Whether the server's tokens are accepted. A disabled server's tokens are refused as of an unknown issuer.</summary>
    /// <value>Default <see langword="true"/>.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Free text for people, at most 256 characters.</summary>
    public string? Description { get; set; }

    /// <summary>The exact <c>iss</c> of the server's tokens, compared code point by code point (RFC 8414 section 4).</summary>
    public string? Issuer { get; set; }

    /// <summary>Further issuers under the same keys, for example after a change of domain.</summary>
    public IList<string> Issuers { get; set; } = [];

    /// <summary>Microsoft Entra ID: the tenants (GUIDs) whose tokens of version 1.0 and 2.0 are accepted, instead of <see cref="Issuer"/>.</summary>
    /// <remarks>Every tenant speaks for all of <see cref="Organizations"/>: tenants of different customers belong in servers of their own.</remarks>
    public IList<string> Tenants { get; set; } = [];

    /// <summary>The server's tokens carry no <c>iss</c> (a default PingFederate). The server is then found by the token's key ID.</summary>
    /// <value>Default <see langword="false"/>. It replaces <see cref="Issuer"/>.</value>
    public bool NoIssuer { get; set; }

    /// <summary>The metadata document (OpenID Connect Discovery or RFC 8414) that names the key set.</summary>
    /// <value>Default: derived from the vendor and the issuer. Its <c>issuer</c> must equal <see cref="Issuer"/>.</value>
    public string? MetadataUri { get; set; }

    /// <summary>The key set (RFC 7517 section 5), if it is not to be found by metadata.</summary>
    public string? JwksUri { get; set; }

    /// <summary>A file with the key set. It is read again when it changes.</summary>
    public string? JwksFile { get; set; }

    /// <summary>Files with public keys or X.509 certificates in PEM form; several for rotation. The file's name without extension is the key ID.</summary>
    public IList<string> PublicKeys { get; set; } = [];

    /// <summary>Whether tokens are validated by their signature, by asking the server (RFC 7662), or both.</summary>
    /// <value>Default <see cref="TokenValidation.Local"/>.</value>
    public TokenValidation Validation { get; set; } = TokenValidation.Local;

    /// <summary>The introspection endpoint (RFC 7662 section 2).</summary>
    /// <value>Default: <c>introspection_endpoint</c> of the metadata document.</value>
    public string? IntrospectionUri { get; set; }

    /// <summary>The client as which this API asks the server about tokens.</summary>
    public IntrospectionClientOptions IntrospectionClient { get; } = new();

    /// <summary>How long the answer about an active token is used: a revocation at the server is noticed here after so long at the latest.</summary>
    /// <value>Default 30 s; 0 to 5 minutes, never beyond the token's end. With 0 every request asks.</value>
    public TimeSpan IntrospectionCacheDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Which tokens that are no JWTs are this server's: those that begin with one of these texts, or <c>*</c> for all that no other server claims.</summary>
    /// <value>Default none. Needs <see cref="TokenValidation.Introspection"/>. A token of three or five parts is always read as a JWT.</value>
    public IList<string> OpaqueTokens { get; set; } = [];

    /// <summary>Whether the server must sign its answers (RFC 9701), with the keys that it signs tokens with.</summary>
    /// <value>Default <see langword="false"/>: the answers are JSON.</value>
    public bool SignedIntrospection { get; set; }

    /// <summary>The values of <c>aud</c> that are accepted, or <c>*</c> for any.</summary>
    /// <value>No default: a server must say one or the other.</value>
    public IList<string> Audiences { get; set; } = [];

    /// <summary>The clients whose tokens are accepted, or <c>*</c> for any.</summary>
    /// <value>No default: a server must say one or the other.</value>
    public IList<string> ClientIds { get; set; } = [];

    /// <summary>The organisations that the server may speak for, as <c>&lt;cloud&gt;::&lt;orgId&gt;</c>. Role scopes of others grant nothing.</summary>
    /// <value>No default: at least one.</value>
    public IList<string> Organizations { get; set; } = [];

    /// <summary>The signature algorithms that the server may use.</summary>
    /// <value>Default RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512.</value>
    public IList<string> Algorithms { get; set; } = [.. Tokens.SignatureAlgorithm.All.Select(algorithm => algorithm.Name)];

    /// <summary>The values of the header's <c>typ</c> that are accepted, with or without <c>application/</c>; <c>absent</c> for none.</summary>
    /// <value>Default <c>absent</c>, <c>JWT</c>, <c>at+jwt</c>. Only <c>at+jwt</c> demands all of RFC 9068 section 4.</value>
    public IList<string> TokenTypes { get; set; } = ["absent", "JWT", "at+jwt"];

    /// <summary>How far the clocks of the server and the API may differ.</summary>
    /// <value>Default 60 s; 0 to 300 s.</value>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest lifetime of a token that is accepted, from <c>iat</c> (or <c>nbf</c>, or now where both are missing) to <c>exp</c>.</summary>
    /// <value>Default 24 h; 1 minute to 31 days.</value>
    public TimeSpan MaxTokenLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The claims that hold role scopes.</summary>
    /// <value>Default: as the vendor names them.</value>
    public IList<string>? ScopeClaims { get; set; }

    /// <summary>The claims that hold bare role names, all meant for the server's one organisation.</summary>
    /// <value>Default: as the vendor names them.</value>
    public IList<string>? RoleClaims { get; set; }

    /// <summary>The claims that hold the client ID; the first that is present counts.</summary>
    /// <value>Default: as the vendor names them.</value>
    public IList<string>? ClientIdClaims { get; set; }

    /// <summary>The claims that hold the token ID; the first that is present counts.</summary>
    /// <value>Default: as the vendor names them.</value>
    public IList<string>? TokenIdClaims { get; set; }

    /// <summary>ZIdentity: the products whose roles are this API's, the first part of <c>&lt;product&gt;.&lt;cloud&gt;</c> in its own form of scope.</summary>
    /// <value>Default <c>zia</c>. A role of another product with the same name grants nothing.</value>
    public IList<string> Products { get; set; } = ["zia"];

    /// <summary>Tokens without key ID may be tried against up to four keys of the server, instead of only against the one key that fits.</summary>
    /// <value>Default <see langword="false"/>.</value>
    public bool AllowMissingKeyId { get; set; }

    /// <summary>Lets metadata and keys be fetched over http from a loopback address, for tests and samples.</summary>
    /// <value>Default <see langword="false"/>.</value>
    public bool AllowHttp { get; set; }

    /// <summary>Whether the server may be reached at private, link-local and loopback addresses: it decides when a connection is made, after the name was resolved.</summary>
    /// <value>
    /// Default <see langword="true"/> for a server of the application's configuration or code, and <see langword="false"/> where somebody
    /// names a server while the application runs, as in <see cref="AuthorizationServerCheck"/>.
    /// </value>
    public bool? AllowPrivateNetwork { get; set; }

    private static readonly AuthorizationServerOptions Usual = new();

    /// <summary>A copy for keeping, which nobody changes: no room for more in its lists, and what most servers have the same is there once.</summary>
    internal AuthorizationServerOptions ForKeeping()
    {
        var kept = (AuthorizationServerOptions)MemberwiseClone();
        (kept.Issuers, kept.Tenants, kept.PublicKeys, kept.OpaqueTokens) = (Kept(Issuers), Kept(Tenants), Kept(PublicKeys), Kept(OpaqueTokens));
        (kept.Audiences, kept.ClientIds, kept.Organizations) = (Kept(Audiences), Kept(ClientIds), Kept(Organizations));
        (kept.Algorithms, kept.TokenTypes, kept.Products) = (Kept(Algorithms, Usual.Algorithms), Kept(TokenTypes, Usual.TokenTypes), Kept(Products, Usual.Products));
        return kept;
    }

    private static IList<string> Kept(IList<string> list, IList<string>? usual = null) =>
        list.Count == 0 ? Array.Empty<string>() : usual is not null && list.SequenceEqual(usual, StringComparer.Ordinal) ? usual : list.ToArray();
}
