using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace ScopeAuth.Testing.Keys;

/// <summary>One key pair of a server with its self-signed certificate, as vendors keep them.</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly AsymmetricAlgorithm _pair;
    private readonly Lock _gate = new();                       // key objects do not promise to be safe for concurrent signing

    private SigningKey(
        AsymmetricAlgorithm pair, SignatureAlgorithm algorithm, X509Certificate2 certificate, string id, string use) =>
        (_pair, Algorithm, Certificate, Id, Use) = (pair, algorithm, certificate, id, use);

    public string Id { get; }

    public string Use { get; }

    public SignatureAlgorithm Algorithm { get; }

    public X509Certificate2 Certificate { get; }

    public static SigningKey Create(
        SignatureAlgorithm algorithm,
        int rsaKeySize,
        Func<X509Certificate2, string> nameKey,
        DateTimeOffset now,
        string use = "sig")
    {
        AsymmetricAlgorithm pair = algorithm.Curve is { } curve ? ECDsa.Create(curve) : RSA.Create(rsaKeySize);
        const string Subject = "CN=ScopeAuth.Testing";
        var request = pair is RSA rsa
            ? new CertificateRequest(Subject, rsa, algorithm.Hash, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(Subject, (ECDsa)pair, algorithm.Hash);
        var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(5));
        return new(pair, algorithm, certificate, nameKey(certificate), use);
    }

    public byte[] Sign(byte[] data, SignatureAlgorithm algorithm)
    {
        lock (_gate)
        {
            return _pair switch
            {
                RSA rsa when algorithm.Padding is { } padding => rsa.SignData(data, algorithm.Hash, padding),
                ECDsa ec when algorithm.Curve is not null => ec.SignData(data, algorithm.Hash),
                _ => throw new InvalidOperationException($"The key '{Id}' cannot sign with {algorithm.Name}."),
            };
        }
    }

    /// <summary>
    /// The members every vendor publishes: key type, use, ID and the public numbers. A vendor's profile adds its own.
    /// </summary>
    public JsonObject ToJwk()
    {
        var jwk = new JsonObject { ["kty"] = _pair is RSA ? "RSA" : "EC", ["use"] = Use, ["kid"] = Id };
        if (_pair is RSA rsa)
        {
            var numbers = rsa.ExportParameters(includePrivateParameters: false);
            jwk["n"] = Base64Url.EncodeToString(numbers.Modulus);
            jwk["e"] = Base64Url.EncodeToString(numbers.Exponent);
            return jwk;
        }

        var point = ((ECDsa)_pair).ExportParameters(includePrivateParameters: false).Q;
        jwk["crv"] = $"P-{_pair.KeySize}";
        jwk["x"] = Base64Url.EncodeToString(point.X);
        jwk["y"] = Base64Url.EncodeToString(point.Y);
        return jwk;
    }

    public TestPublishedKey Describe(bool isActive) => new(Id, _pair is RSA ? "RSA" : "EC", _pair.KeySize, Use, isActive);

    public string ExportPublicKeyPem() => _pair.ExportSubjectPublicKeyInfoPem();

    public void Dispose()
    {
        Certificate.Dispose();
        _pair.Dispose();
    }
}
