namespace ScopeAuth.Keys;

/// <summary>Why one key of a set is not used. The others stay usable.</summary>
internal enum KeyIgnoredCause
{
    /// <summary>The entry is no object, or a member has the wrong JSON type, is missing or is not canonical base64url.</summary>
    Malformed = 1,

    /// <summary><c>use</c> is something other than <c>sig</c> (RFC 7517 section 4.2).</summary>
    NotForSignatures = 2,

    /// <summary><c>key_ops</c> does not list <c>verify</c> (RFC 7517 section 4.3).</summary>
    NotForVerification = 3,

    /// <summary><c>kty</c> is <c>oct</c>: whoever can read the set could sign.</summary>
    Symmetric = 4,

    /// <summary><c>kty</c> is neither RSA nor EC.</summary>
    UnsupportedKeyType = 5,

    /// <summary>The set publishes private members: anyone may have signed with this key.</summary>
    PrivateKeyExposed = 6,

    /// <summary><c>kid</c> is longer than 256 characters.</summary>
    KeyIdTooLong = 7,

    /// <summary><c>alg</c> is not in the table of algorithms.</summary>
    UnsupportedAlgorithm = 8,

    /// <summary><c>alg</c> is not one that a key of this type or curve can verify.</summary>
    AlgorithmMismatch = 9,

    /// <summary><c>crv</c> is not P-256, P-384 or P-521.</summary>
    UnsupportedCurve = 10,

    /// <summary>An RSA key of the wrong size, exponent or origin.</summary>
    WeakKey = 11,

    /// <summary>The coordinates have the wrong length or are no point of the curve.</summary>
    InvalidPoint = 12,

    /// <summary>Another key of the same type has the same key ID: nobody can say which is meant.</summary>
    AmbiguousKeyId = 13,
}
