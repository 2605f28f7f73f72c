using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using ScopeAuth.Testing.Keys;

namespace ScopeAuth.Testing.Clients;

/// <summary>A client's key: uploaded as a public key or certificate, or published by the client.</summary>
internal sealed class ClientKey(AsymmetricAlgorithm key, string? id = null)
{
    public string? Id { get; } = id;

    /// <summary>Reads a PEM of a public key (SubjectPublicKeyInfo) or of a certificate.</summary>
    public static ClientKey FromPem(string pem)
    {
        var fields = PemEncoding.Find(pem);
        var bytes = Convert.FromBase64String(pem[fields.Base64Data]);
        if (pem[fields.Label] != "CERTIFICATE")
            return new(KeyOf(PublicKey.CreateFromSubjectPublicKeyInfo(bytes, out _)));

        using var certificate = X509CertificateLoader.LoadCertificate(bytes);
        return new(KeyOf(certificate.PublicKey));
    }

    public static bool TryRead(JsonObject jwk, [NotNullWhen(true)] out ClientKey? key)
    {
        key = null;
        try
        {
            var id = (string?)jwk["kid"];
            key = (string?)jwk["kty"] switch
            {
                "RSA" => new(RSA.Create(new RSAParameters { Modulus = Number("n"), Exponent = Number("e") }), id),
                "EC" => new(ECDsa.Create(new ECParameters { Curve = Curve(), Q = new() { X = Number("x"), Y = Number("y") } }), id),
                _ => null,
            };
        }
        catch (Exception malformed) when (malformed is FormatException or InvalidOperationException or CryptographicException)
        {
            return false;
        }

        return key is not null;

        byte[] Number(string member) => Base64Url.DecodeFromChars((string?)jwk[member]) is { Length: > 0 } number
            ? number
            : throw new CryptographicException("A number is missing.");
        ECCurve Curve() => (string?)jwk["crv"] switch
        {
            "P-256" => ECCurve.NamedCurves.nistP256,
            "P-384" => ECCurve.NamedCurves.nistP384,
            "P-521" => ECCurve.NamedCurves.nistP521,
            _ => throw new CryptographicException("Not one of the three curves."),
        };
    }

    public bool Verify(byte[] data, byte[] signature, SignatureAlgorithm algorithm) => key switch
    {
        RSA rsa when algorithm.Padding is { } padding => rsa.VerifyData(data, signature, algorithm.Hash, padding),
        ECDsa ec when algorithm.Curve is not null => ec.VerifyData(data, signature, algorithm.Hash),
        _ => false,
    };

    private static AsymmetricAlgorithm KeyOf(PublicKey key) =>
        (AsymmetricAlgorithm?)key.GetRSAPublicKey()
        ?? key.GetECDsaPublicKey()
        ?? throw new CryptographicException("The key is neither RSA nor EC.");
}
