namespace ScopeAuth.Network;

/// <summary>Why an exchange with an authorization server brought no document: one closed set for whoever asked.</summary>
internal enum NetworkFailureKind
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

    /// <summary>A redirect to another origin, too many of them, or any redirect of a request with a body.</summary>
    Redirect = 9,

    /// <summary>A media type that was not asked for, for example an HTML error page.</summary>
    ContentType = 10,

    /// <summary>A compressed body, which was not asked for.</summary>
    ContentEncoding = 11,

    /// <summary>A document beyond the size limit.</summary>
    TooLarge = 12,
}
