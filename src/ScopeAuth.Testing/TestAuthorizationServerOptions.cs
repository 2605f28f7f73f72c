namespace ScopeAuth.Testing;

/// <summary>How a test server is set up. Without any setting it is its vendor's server as it comes.</summary>
public sealed class TestAuthorizationServerOptions
{
    /// <summary>The clock of tokens and certificates. The system's by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// The organisations, <c>&lt;cloud&gt;::&lt;orgId&gt;</c>, whose role scopes the token endpoint hands out. Any other scope is
    /// answered with <c>invalid_scope</c>. Empty by default: nothing is handed out.
    /// </summary>
    public IList<string> Organizations { get; } = [];

    /// <summary>
    /// Whether the token endpoint hands out whatever is asked, to play a server that claims another's organisation.
    /// <see langword="false"/> by default.
    /// </summary>
    public bool IssuesAnyScope { get; set; }

    /// <summary>
    /// The clients at the start; later ones go to <see cref="TestAuthorizationServer.Clients"/>. By default one, <c>demo</c> with
    /// the secret <c>demo-secret</c>.
    /// </summary>
    public IList<TestClient> Clients { get; } = [new() { Id = "demo", Secret = "demo-secret" }];

    /// <summary>
    /// Safewhere Identify: who may make personal API keys. By default one, <c>administrator</c>.
    /// </summary>
    public IList<string> Administrators { get; } = ["administrator"];

    /// <summary>
    /// The issuer written into tokens and metadata. By default the vendor's form below the base address; Microsoft's real one for
    /// <see cref="Vendor.EntraId"/>; none for <see cref="Vendor.PingFederate"/>, whose tokens carry an issuer only if this is
    /// set.
    /// </summary>
    public string? Issuer { get; set; }

    /// <summary>
    /// The audience of the tokens. By default the vendor's: <c>https://api.example</c>, a GUID at Microsoft, a project number at
    /// ZITADEL, <c>https://api.zscaler.com</c> at ZIdentity. Empty text leaves the claim out at PingFederate.
    /// </summary>
    public string? Audience { get; set; }

    /// <summary>The lifetime of the tokens. By default the vendor's, between 1 and 12 hours.</summary>
    public TimeSpan? TokenLifetime { get; set; }

    /// <summary>
    /// The header's <c>typ</c>, for example <c>at+jwt</c>. By default the vendor's: <c>JWT</c>, or none at Okta and PingFederate.
    /// </summary>
    public string? TokenType { get; set; }

    /// <summary>
    /// Whether tokens are random text whose meaning only introspection tells, not JWTs. <see langword="false"/> by default.
    /// </summary>
    public bool OpaqueTokens { get; set; }

    /// <summary>
    /// The algorithm of the signatures and the kind of the keys: RS, PS or ES with 256, 384 or 512. <c>RS256</c> by default. An
    /// RSA key takes a tenth of a second to make, an EC key a millisecond: many tests run faster with <c>ES256</c>.
    /// </summary>
    public string Algorithm { get; set; } = "RS256";

    /// <summary>The size of RSA keys in bits, 2048 by default. Larger keys take long to make: 4096 about a second.</summary>
    public int RsaKeySize { get; set; } = 2048;

    /// <summary>The <c>Cache-Control</c> of the key sets. By default the vendor's, which may be none.</summary>
    public string? KeysCacheControl { get; set; }

    /// <summary>Microsoft: the version of the tokens, 1 or 2 (the default).</summary>
    public int EntraTokenVersion { get; set; } = 2;

    /// <summary>Microsoft: the tenant, a GUID.</summary>
    public string EntraTenantId { get; set; } = "5f1c6d3e-8a0b-4b59-9c38-6a1f0d2b7e44";

    /// <summary>
    /// Microsoft: whether the server also answers as <c>organizations</c> and <c>common</c>, whose metadata names an issuer
    /// template, and is configured by them. <see langword="false"/> by default.
    /// </summary>
    public bool EntraMultiTenant { get; set; }

    /// <summary>Microsoft: the issuer each published key names. By default the template with <c>{tenantid}</c>.</summary>
    public string? EntraKeyIssuer { get; set; }

    /// <summary>ZIdentity: the product that prefixes the cloud in its own form of scopes. <c>zia</c> by default.</summary>
    public string ZIdentityProduct { get; set; } = "zia";

    /// <summary>
    /// ZIdentity: whether scopes are written as <c>&lt;cloud&gt;::&lt;orgId&gt;::&lt;role&gt;</c>, not in its own form.
    /// <see langword="false"/> by default.
    /// </summary>
    public bool ZIdentityPlainScopes { get; set; }

    /// <summary>
    /// ZITADEL: whether the role claims are arrays of objects, not one object. <see langword="false"/> by default.
    /// </summary>
    public bool ZitadelRolesAsArray { get; set; }
}
