using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ScopeAuth.Tokens;

/// <summary>A public key of one authorization server, with the algorithms it may verify.</summary>
/// <remarks>
/// Keys are never disposed: a request may still hold a key that a refresh has replaced. One instance serves all threads.
/// </remarks>
internal sealed class VerificationKey
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _ecdsa;
    private readonly uint _algorithms;

    private VerificationKey(string? keyId, uint algorithms, int bits, string thumbprint)
    {
        KeyId = keyId;
        Utf8KeyId = keyId is null ? default : Encoding.UTF8.GetBytes(keyId);
        Bits = bits;
        Thumbprint = thumbprint;
        _algorithms = algorithms;
    }

    private VerificationKey(RSA rsa, string? keyId, uint algorithms, string thumbprint)
        : this(keyId, algorithms, rsa.KeySize, thumbprint) => _rsa = rsa;

    private VerificationKey(ECDsa ecdsa, string? keyId, uint algorithms, string thumbprint)
        : this(keyId, algorithms, ecdsa.KeySize, thumbprint) => _ecdsa = ecdsa;

    private VerificationKey(VerificationKey other)
    {
        (_rsa, _ecdsa, _algorithms) = (other._rsa, other._ecdsa, other._algorithms);
        (KeyId, Utf8KeyId, Bits, Thumbprint) = (other.KeyId, other.Utf8KeyId, other.Bits, other.Thumbprint);
        (Issuer, CertificateNotAfter) = (other.Issuer, other.CertificateNotAfter);
    }

    public string? KeyId { get; }

    public ReadOnlyMemory<byte> Utf8KeyId { get; }

    public string KeyType => _rsa is null ? "EC" : "RSA";

    public int Bits { get; }

    /// <summary>RFC 7638, SHA-256, base64url: what pages and logs show instead of the key.</summary>
    public string Thumbprint { get; }

    /// <summary>The issuer that Microsoft Entra ID writes beside a key: exact, or with the template <c>{tenantid}</c>. Null elsewhere.</summary>
    public string? Issuer { get; init; }

    /// <summary>When the certificate that the key came from ends; a warning for people, not a check: keys are trusted, not certificates.</summary>
    public DateTimeOffset? CertificateNotAfter { get; init; }

    public IEnumerable<SignatureAlgorithm> Algorithms => SignatureAlgorithm.All.Where(Allows);

    /// <param name="rsa">The key; RFC 7518 section 3.3 asks for 2048 bits or more, 8192 bounds the cost of a check.</param>
    /// <param name="keyId">The key ID, if it has one.</param>
    /// <param name="only">The one algorithm that the key's publisher names (<c>alg</c>), or null for all of its type.</param>
    /// <param name="key">The key.</param>
    /// <param name="fault">Why the key is not usable, for people.</param>
    public static bool TryCreate(RSA rsa, string? keyId, string? only, [NotNullWhen(true)] out VerificationKey? key, [NotNullWhen(false)] out string? fault)
    {
        key = null;
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        fault = RsaFaults.Find(parameters);
        if (fault is not null) return false;
        if (!TryLimit(algorithm => algorithm.Padding is not null, only, out var algorithms, out fault)) return false;
        key = new(rsa, keyId, algorithms, JwkThumbprint.Of(parameters));
        return true;
    }

    /// <inheritdoc cref="TryCreate(RSA, string?, string?, out VerificationKey?, out string?)"/>
    public static bool TryCreate(ECDsa ecdsa, string? keyId, string? only, [NotNullWhen(true)] out VerificationKey? key, [NotNullWhen(false)] out string? fault)
    {
        key = null;
        var parameters = ecdsa.ExportParameters(includePrivateParameters: false);
        if (JwkThumbprint.CurveName(parameters.Curve) is not { } curve)
        {
            fault = "its curve is not P-256, P-384 or P-521";
            return false;
        }
        if (!TryLimit(algorithm => algorithm.CurveBits == ecdsa.KeySize, only, out var algorithms, out fault)) return false;
        key = new(ecdsa, keyId, algorithms, JwkThumbprint.Of(parameters, curve));
        return true;
    }

    /// <summary>The same key with what was written beside it.</summary>
    public VerificationKey With(string? issuer = null, DateTimeOffset? certificateNotAfter = null) =>
        new(this) { Issuer = issuer ?? Issuer, CertificateNotAfter = certificateNotAfter ?? CertificateNotAfter };

    /// <summary>Whether another reading of the same source found this very key, with the same rules.</summary>
    public bool IsSameAs(VerificationKey other) =>
        KeyId == other.KeyId && Thumbprint == other.Thumbprint && _algorithms == other._algorithms
        && Issuer == other.Issuer && CertificateNotAfter == other.CertificateNotAfter;

    public RSAParameters? ExportRsa() => _rsa?.ExportParameters(includePrivateParameters: false);

    public ECParameters? ExportEc() => _ecdsa?.ExportParameters(includePrivateParameters: false);

    public bool Allows(SignatureAlgorithm algorithm) => (_algorithms & algorithm.Bit) != 0;

    public bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
    {
        if (!Allows(algorithm)) return false;
        if (_rsa is not null)
            // RFC 8017 section 8.2.2: a signature is exactly as long as the modulus.
            return signature.Length == (Bits + 7) / 8 && _rsa.VerifyData(signingInput, signature, algorithm.Hash, algorithm.Padding!);
        // RFC 7518 section 3.4: R and S, each as long as the curve's order; never DER.
        return signature.Length == 2 * ((Bits + 7) / 8)
            && _ecdsa!.VerifyData(signingInput, signature, algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static bool TryLimit(Func<SignatureAlgorithm, bool> fits, string? only, out uint algorithms, [NotNullWhen(false)] out string? fault)
    {
        algorithms = 0;
        foreach (var algorithm in SignatureAlgorithm.All)
            if (fits(algorithm) && (only is null || algorithm.Name == only)) algorithms |= algorithm.Bit;
        fault = algorithms == 0 ? "its algorithm is not one that its type can verify" : null;
        return fault is null;
    }
}
