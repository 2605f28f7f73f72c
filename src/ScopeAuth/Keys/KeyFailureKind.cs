namespace ScopeAuth.Keys;

/// <summary>Why keys could not be loaded: one closed set for log, metric, health and pages.</summary>
internal enum KeyFailureKind
{
    /// <summary>No connection: name resolution, refused, reset, connect timeout.</summary>
    Unreachable = 1,

    /// <summary>The TLS handshake failed: certificate, host name or protocol.</summary>
    InsecureConnection = 2,

    /// <summary>The exchange did not end in time, body included.</summary>
    Timeout = 3,

    /// <summary>The connection broke after the request was sent.</summary>
    Interrupted = 4,

    /// <summary>The last attempts failed so often that no request was sent.</summary>
    CircuitOpen = 5,

    /// <summary>The address is not https (or http on loopback where that is allowed), or carries credentials.</summary>
    AddressNotAllowed = 6,

    /// <summary>The name resolves only to addresses that the server may not use.</summary>
    NetworkNotAllowed = 7,

    /// <summary>A status other than 200.</summary>
    HttpStatus = 8,

    /// <summary>A redirect to another origin, or too many of them.</summary>
    Redirect = 9,

    /// <summary>A media type that is not JSON, for example an HTML error page.</summary>
    ContentType = 10,

    /// <summary>A compressed body, which was not asked for.</summary>
    ContentEncoding = 11,

    /// <summary>A document beyond the size limit.</summary>
    TooLarge = 12,

    /// <summary>The metadata document is not strict JSON or lacks a member.</summary>
    InvalidMetadata = 13,

    /// <summary>The metadata document is another issuer's.</summary>
    IssuerMismatch = 14,

    /// <summary>The metadata document points to a key set that may not be followed.</summary>
    JwksUriNotAllowed = 15,

    /// <summary>The key set is not strict JSON or has no array <c>keys</c>.</summary>
    InvalidKeySet = 16,

    /// <summary>The key set has more keys than are read.</summary>
    TooManyKeys = 17,

    /// <summary>The key set is well formed, but none of its keys can be used.</summary>
    NoUsableKey = 18,

    /// <summary>A key file is missing or may not be read.</summary>
    FileUnreadable = 19,

    /// <summary>A key file is not what it should be.</summary>
    InvalidFile = 20,

    /// <summary>A key file holds a private key.</summary>
    PrivateKeyInFile = 21,

    /// <summary>A fault that nothing above describes, for example in a message handler of the application.</summary>
    Unexpected = 22,
}
