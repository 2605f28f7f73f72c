namespace ScopeAuth;

/// <summary>How this API proves to an introspection endpoint who is asking.</summary>
public enum ClientAuthenticationMethod
{
    /// <summary>ID and secret in the header, both form-encoded first (RFC 6749 section 2.3.1, <c>client_secret_basic</c>).</summary>
    ClientSecretBasic = 0,

    /// <summary>ID and secret in the form (<c>client_secret_post</c>).</summary>
    ClientSecretPost = 1,

    /// <summary>A short assertion, signed with the client's private key (RFC 7523 section 2.2, <c>private_key_jwt</c>).</summary>
    PrivateKeyJwt = 2,

    /// <summary>A client certificate in the TLS handshake, and the ID in the form (RFC 8705 section 2, <c>tls_client_auth</c>).</summary>
    TlsClientAuth = 3,

    /// <summary>The ID alone: PingFederate allows it for a client that only validates tokens.</summary>
    None = 4,
}
