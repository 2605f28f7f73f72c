using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ScopeAuth.Tokens;

/// <summary>A public key of one authorization server, with the algorithms it may verify.</summary>
/// <remarks>
/// The platform's key object takes about 5 KB, ten times what the numbers of the key take: it is made at the first check, so that the
/// keys of servers without traffic stay small. It is never disposed: a request may still hold a key that a refresh has replaced.
/// One instance serves all threads. The same reason has numbers and ID kept once, as bytes; what people are shown is made from them.
/// </remarks>
internal sealed class VerificationKey
{
    /// <summary>The exponent of nearly every RSA key there is.</summary>
    private static readonly byte[] Exponent65537 = [1, 0, 1];

    private readonly bool _isRsa;
    private readonly byte[] _modulusOrX;
    private readonly byte[] _exponentOrY;
    private readonly byte[]? _keyId;
    private readonly uint _algorithms;
    private AsymmetricAlgorithm? _loaded;

    private VerificationKey(RSAParameters rsa, int bits, string? keyId, uint algorithms)
    {
        (_isRsa, _modulusOrX) = (true, rsa.Modulus!);
        _exponentOrY = rsa.Exponent.AsSpan().SequenceEqual(Exponent65537) ? Exponent65537 : rsa.Exponent!;
        (Bits, _keyId, _algorithms) = (bits, BytesOf(keyId), algorithms);
    }

    private VerificationKey(ECPoint point, int bits, string? keyId, uint algorithms)
    {
        (_modulusOrX, _exponentOrY) = (point.X!, point.Y!);
        (Bits, _keyId, _algorithms) = (bits, BytesOf(keyId), algorithms);
    }

    private VerificationKey(VerificationKey other)
    {
        (_isRsa, _modulusOrX, _exponentOrY, _loaded) = (other._isRsa, other._modulusOrX, other._exponentOrY, other._loaded);
        (_keyId, _algorithms, Bits) = (other._keyId, other._algorithms, other.Bits);
        (Issuer, CertificateNotAfter) = (other.Issuer, other.CertificateNotAfter);
    }

    public bool HasKeyId => _keyId is not null;

    public string? KeyId => _keyId is null ? null : Encoding.UTF8.GetString(_keyId);

    public ReadOnlySpan<byte> Utf8KeyId => _keyId;

    public string KeyType => _isRsa ? "RSA" : "EC";

    public int Bits { get; }

    /// <summary>RFC 7638, SHA-256, base64url: what pages and logs show instead of the key.</summary>
    public string Thumbprint => ExportRsa() is { } rsa ? JwkThumbprint.Of(rsa) : JwkThumbprint.Of(ExportEc()!.Value, JwkThumbprint.CurveName(Curve)!);

    /// <summary>The issuer that Microsoft Entra ID writes beside a key: exact, or with the template <c>{tenantid}</c>. Null elsewhere.</summary>
    public string? Issuer { get; init; }

    /// <summary>When the certificate that the key came from ends; a warning for people, not a check: keys are trusted, not certificates.</summary>
    public DateTimeOffset? CertificateNotAfter { get; init; }

    public IEnumerable<SignatureAlgorithm> Algorithms => SignatureAlgorithm.All.Where(Allows);

    // The only curves that a key is made for.
    private ECCurve Curve => Bits switch
    {
        256 => ECCurve.NamedCurves.nistP256,
        384 => ECCurve.NamedCurves.nistP384,
        _ => ECCurve.NamedCurves.nistP521,
    };

    /// <param name="rsa">The key, of which only the public part is taken; RFC 7518 section 3.3 asks for 2048 bits or more, 8192 bounds the cost of a check.</param>
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
        key = new(parameters, rsa.KeySize, keyId, algorithms);
        return true;
    }

    /// <inheritdoc cref="TryCreate(RSA, string?, string?, out VerificationKey?, out string?)"/>
    public static bool TryCreate(ECDsa ecdsa, string? keyId, string? only, [NotNullWhen(true)] out VerificationKey? key, [NotNullWhen(false)] out string? fault)
    {
        key = null;
        var parameters = ecdsa.ExportParameters(includePrivateParameters: false);
        if (JwkThumbprint.CurveName(parameters.Curve) is null)
        {
            fault = "its curve is not P-256, P-384 or P-521";
            return false;
        }
        if (!TryLimit(algorithm => algorithm.CurveBits == ecdsa.KeySize, only, out var algorithms, out fault)) return false;
        key = new(parameters.Q, ecdsa.KeySize, keyId, algorithms);
        return true;
    }

    /// <summary>The same key with what was written beside it.</summary>
    public VerificationKey With(string? issuer = null, DateTimeOffset? certificateNotAfter = null) =>
        new(this) { Issuer = issuer ?? Issuer, CertificateNotAfter = certificateNotAfter ?? CertificateNotAfter };

    /// <summary>Whether another reading of the same source found this very key, with the same rules.</summary>
    public bool IsSameAs(VerificationKey other) =>
        HasKeyId == other.HasKeyId && Utf8KeyId.SequenceEqual(other.Utf8KeyId) && _algorithms == other._algorithms && _isRsa == other._isRsa
        && _modulusOrX.AsSpan().SequenceEqual(other._modulusOrX) && _exponentOrY.AsSpan().SequenceEqual(other._exponentOrY)
        && Issuer == other.Issuer && CertificateNotAfter == other.CertificateNotAfter;

    public RSAParameters? ExportRsa() => _isRsa ? new() { Modulus = _modulusOrX, Exponent = _exponentOrY } : null;

    public ECParameters? ExportEc() => _isRsa ? null : new() { Curve = Curve, Q = new() { X = _modulusOrX, Y = _exponentOrY } };

    public bool Allows(SignatureAlgorithm algorithm) => (_algorithms & algorithm.Bit) != 0;

    public bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
    {
        if (!Allows(algorithm)) return false;
        if ((_loaded ?? Load()) is RSA rsa)
            // RFC 8017 section 8.2.2: a signature is exactly as long as the modulus.
            return signature.Length == (Bits + 7) / 8 && rsa.VerifyData(signingInput, signature, algorithm.Hash, algorithm.Padding!);
        // RFC 7518 section 3.4: R and S, each as long as the curve's order; never DER.
        return signature.Length == 2 * ((Bits + 7) / 8)
            && ((ECDsa)_loaded!).VerifyData(signingInput, signature, algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    // Two threads may both make one; the first stays for both.
    private AsymmetricAlgorithm Load()
    {
        AsymmetricAlgorithm made = ExportRsa() is { } rsa ? RSA.Create(rsa) : ECDsa.Create(ExportEc()!.Value);
        if (Interlocked.CompareExchange(ref _loaded, made, null) is not { } first) return made;
        made.Dispose();
        return first;
    }

    private static byte[]? BytesOf(string? keyId) => keyId is null ? null : Encoding.UTF8.GetBytes(keyId);

    private static bool TryLimit(Func<SignatureAlgorithm, bool> fits, string? only, out uint algorithms, [NotNullWhen(false)] out string? fault)
    {
        algorithms = 0;
        foreach (var algorithm in SignatureAlgorithm.All)
            if (fits(algorithm) && (only is null || algorithm.Name == only)) algorithms |= algorithm.Bit;
        fault = algorithms == 0 ? "its algorithm is not one that its type can verify" : null;
        return fault is null;
    }
}
