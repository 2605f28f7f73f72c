namespace ScopeAuth;

/// <summary>The client as which this API asks an authorization server about tokens (RFC 7662 section 2.1).</summary>
/// <remarks>Files are read again when they change, so that a secret or key is renewed without a restart. None of it is ever logged.</remarks>
public sealed class IntrospectionClientOptions
{
    /// <summary>The client ID at the authorization server.</summary>
    /// <value>No default; a key file of ZITADEL holds it.</value>
    public string? Id { get; set; }

    /// <summary>How the client authenticates.</summary>
    /// <value>Default by what is set: <c>PrivateKeyJwt</c> with <see cref="KeyFile"/>, <c>TlsClientAuth</c> with <see cref="CertificateFile"/>, else <c>ClientSecretBasic</c>.</value>
    public ClientAuthenticationMethod? Method { get; set; }

    /// <summary>The secret itself. Prefer a file or the environment: configuration files are copied and committed.</summary>
    public string? Secret { get; set; }

    /// <summary>A file that holds the secret and nothing else; a line break at its end does not count.</summary>
    public string? SecretFile { get; set; }

    /// <summary>The environment variable that holds the secret. It is read at the start.</summary>
    public string? SecretVariable { get; set; }

    /// <summary>The private key of <c>private_key_jwt</c>: PEM, PKCS#12, one JSON Web Key, or ZITADEL's key file as downloaded.</summary>
    public string? KeyFile { get; set; }

    /// <summary>The certificate of <c>tls_client_auth</c> with its private key: PKCS#12, or PEM with both.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>A file that holds the password of <see cref="KeyFile"/> or <see cref="CertificateFile"/>, if it has one.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>The <c>kid</c> in the header of assertions.</summary>
    /// <value>Default: what the key file says; none in PEM and PKCS#12.</value>
    public string? KeyId { get; set; }

    /// <summary>The algorithm of assertions: RS256, PS256, ES256 and their longer forms.</summary>
    /// <value>Default: what the key file says, else RS256 for an RSA key and the one of the curve for an EC key.</value>
    public string? Algorithm { get; set; }

    /// <summary>The <c>aud</c> of assertions. Vendors differ: an issuer, a token endpoint, the address that is asked.</summary>
    /// <value>Default: the issuer of the server; at Okta, and where there is no issuer, the introspection endpoint.</value>
    public string? Audience { get; set; }
}
