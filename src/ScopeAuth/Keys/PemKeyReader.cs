using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ScopeAuth.Network;
using ScopeAuth.Tokens;

namespace ScopeAuth.Keys;

/// <summary>Public keys and certificates in PEM form (RFC 7468).</summary>
/// <remarks>
/// A file with one key gives it the file's name without extension as key ID; in a file with several, each key's ID is its RFC 7638 thumbprint.
/// </remarks>
internal static class PemKeyReader
{
    public static KeySetReading Read(IReadOnlyList<(string Path, byte[] Content)> files)
    {
        var readable = new List<VerificationKey>();
        var ignored = new List<IgnoredKey>();
        foreach (var (path, content) in files)
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (Read(name, Encoding.UTF8.GetString(content), readable, ignored) is { } failure) return new(KeySet.Empty, [.. ignored], failure);
        }
        return readable.Count > KeySetReader.MaxKeys
            ? KeySetReading.Failed(new(KeyFailureKind.TooManyKeys, $"the files hold {readable.Count} keys; at most {KeySetReader.MaxKeys} are read"))
            : KeySetReading.Of(readable, ignored);
    }

    private static KeyFailure? Read(string name, string text, List<VerificationKey> readable, List<IgnoredKey> ignored)
    {
        // Looked for as text, too: a private key that is not well formed is still one.
        if (text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            return new(
                KeyFailureKind.PrivateKeyInFile,
                $"'{name}' holds a private key: give the API the public key only, and keep the private one where tokens are signed");
        }

        var blocks = new List<(string Label, byte[] Bytes)>();
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            blocks.Add((rest[fields.Label].ToString(), Convert.FromBase64String(rest[fields.Base64Data].ToString())));
            rest = rest[fields.Location.End..];
        }
        if (blocks.Count == 0) return new(KeyFailureKind.InvalidFile, $"'{name}' has no PEM block");

        foreach (var (label, bytes) in blocks)
        {
            try
            {
                if (!TryCreate(label, bytes, blocks.Count == 1 ? name : null, out var key, out var weakness))
                {
                    ignored.Add(new(ForeignText.Show(name), KeyIgnoredCause.WeakKey, weakness ?? "its algorithm is neither RSA nor ECDSA"));
                    continue;
                }
                readable.Add(key!);
            }
            catch (CryptographicException)
            {
                return new(KeyFailureKind.InvalidFile, $"'{name}' has a block '{ForeignText.Show(label)}' that is not a public key or certificate");
            }
        }
        return null;
    }

    private static bool TryCreate(string label, byte[] bytes, string? keyId, out VerificationKey? key, out string? weakness)
    {
        (key, weakness) = (null, null);
        switch (label)
        {
            case "RSA PUBLIC KEY":
                using (var rsa = RSA.Create())
                {
                    rsa.ImportRSAPublicKey(bytes, out _);
                    return TryCreate(rsa, keyId, out key, out weakness);
                }
            case "PUBLIC KEY":
                return TryCreate(PublicKey.CreateFromSubjectPublicKeyInfo(bytes, out _), keyId, out key, out weakness);
            case "CERTIFICATE":
                using (var certificate = X509CertificateLoader.LoadCertificate(bytes))
                {
                    var created = TryCreate(certificate.PublicKey, keyId, out key, out weakness);
                    key = key?.With(certificateNotAfter: new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));
                    return created;
                }
            default:
                throw new CryptographicException();
        }
    }

    private static bool TryCreate(PublicKey publicKey, string? keyId, out VerificationKey? key, out string? weakness)
    {
        (key, weakness) = (null, null);
        using var rsa = publicKey.GetRSAPublicKey();
        if (rsa is not null) return TryCreate(rsa, keyId, out key, out weakness);
        using var ecdsa = publicKey.GetECDsaPublicKey();
        return ecdsa is not null && VerificationKey.TryCreate(ecdsa, keyId ?? ThumbprintOf(ecdsa), null, out key, out weakness);
    }

    private static bool TryCreate(RSA rsa, string? keyId, out VerificationKey? key, out string? weakness) =>
        VerificationKey.TryCreate(rsa, keyId ?? JwkThumbprint.Of(rsa.ExportParameters(false)), null, out key, out weakness);

    private static string? ThumbprintOf(ECDsa ecdsa)
    {
        var parameters = ecdsa.ExportParameters(false);
        return JwkThumbprint.CurveName(parameters.Curve) is { } curve ? JwkThumbprint.Of(parameters, curve) : null;
    }
}
