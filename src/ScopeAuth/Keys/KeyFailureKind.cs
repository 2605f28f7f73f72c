namespace ScopeAuth.Keys;

/// <summary>Why what was loaded are no keys; for what keeps it from being loaded see <see cref="Network.NetworkFailureKind"/>.</summary>
internal enum KeyFailureKind
{
    /// <summary>The metadata document is not strict JSON or lacks a member.</summary>
    InvalidMetadata = 1,

    /// <summary>The metadata document is another issuer's.</summary>
    IssuerMismatch = 2,

    /// <summary>The metadata document points to a key set that may not be followed.</summary>
    JwksUriNotAllowed = 3,

    /// <summary>The key set is not strict JSON or has no array <c>keys</c>.</summary>
    InvalidKeySet = 4,

    /// <summary>The key set has more keys than are read.</summary>
    TooManyKeys = 5,

    /// <summary>The key set is well formed, but none of its keys can be used.</summary>
    NoUsableKey = 6,

    /// <summary>A key file is missing or may not be read.</summary>
    FileUnreadable = 7,

    /// <summary>A key file is not what it should be.</summary>
    InvalidFile = 8,

    /// <summary>A key file holds a private key.</summary>
    PrivateKeyInFile = 9,

    /// <summary>A fault that nothing above describes, for example in a message handler of the application.</summary>
    Unexpected = 10,
}
