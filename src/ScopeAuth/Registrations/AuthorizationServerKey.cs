using ScopeAuth.Tokens;

namespace ScopeAuth;

/// <summary>One public key of an authorization server, as this node uses it.</summary>
public sealed record AuthorizationServerKey
{
    /// <summary>The key ID (RFC 7517 section 4.5), or null.</summary>
    public required string? KeyId { get; init; }

    /// <summary><c>RSA</c> or <c>EC</c>.</summary>
    public required string KeyType { get; init; }

    /// <summary>Its size in bits.</summary>
    public required int Bits { get; init; }

    /// <summary>The algorithms that it may verify.</summary>
    public required IReadOnlyList<string> Algorithms { get; init; }

    /// <summary>RFC 7638, SHA-256, base64url.</summary>
    public required string Thumbprint { get; init; }

    /// <summary>When the certificate ends that the key came with, in UTC; null without one. It is no check: keys are trusted, not certificates.</summary>
    public DateTimeOffset? CertificateNotAfter { get; init; }

    internal static AuthorizationServerKey Of(VerificationKey key) => new()
    {
        KeyId = key.KeyId,
        KeyType = key.KeyType,
        Bits = key.Bits,
        Algorithms = [.. key.Algorithms.Select(algorithm => algorithm.Name)],
        Thumbprint = key.Thumbprint,
        CertificateNotAfter = key.CertificateNotAfter,
    };
}
