using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using ScopeAuth.Keys;
using ScopeAuth.Tokens;

namespace ScopeAuth.Introspection;

/// <summary>A client's private key in any of the forms in which it is handed out: PEM, PKCS#12, a JSON Web Key, ZITADEL's key file.</summary>
/// <param name="keyId">The key ID that the settings name, if any.</param>
/// <param name="algorithm">The algorithm that the settings name, if any.</param>
/// <param name="password">The password of the file, if it has one.</param>
internal sealed class ClientKeyReader(string? keyId, string? algorithm, string? password)
{
    public bool TryRead(ReadOnlyMemory<byte> content, out ClientKey? key, out string fault)
    {
        key = null;
        try
        {
            var text = content.Span.TrimStart(" \t\r\n"u8);
            if (text.StartsWith("{"u8)) return TryReadJson(content, out key, out fault);
            if (content.Span.IndexOf("-----BEGIN "u8) >= 0) return TryCreate(FromPem(Encoding.UTF8.GetString(content.Span)), out key, out fault);
            using var certificate = X509CertificateLoader.LoadPkcs12(content.Span, password, X509KeyStorageFlags.EphemeralKeySet);
            return TryCreate((AsymmetricAlgorithm?)certificate.GetRSAPrivateKey() ?? certificate.GetECDsaPrivateKey(), out key, out fault);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or JsonException or InvalidOperationException or FormatException)
        {
            // The exception's text may quote the file.
            fault = password is null
                ? "it is no private key in PEM, PKCS#12, JWK or ZITADEL form, or it has a password"
                : "it is no private key in PEM, PKCS#12, JWK or ZITADEL form, or its password is another";
            return false;
        }
    }

    private bool TryReadJson(ReadOnlyMemory<byte> content, out ClientKey? key, out string fault)
    {
        using var document = JsonDocument.Parse(content, KeySetReader.StrictJson);
        var root = document.RootElement;
        if (!root.TryGetProperty("keyId"u8, out var id)) return TryCreate(PrivateJwk.Read(root), out key, out fault, Text(root, "kid"), Text(root, "alg"));
        // ZITADEL: { "type": "application", "keyId": ..., "key": PEM, "clientId": ... }; a service user's file has "userId" instead.
        return TryCreate(FromPem(Text(root, "key") ?? ""), out key, out fault, id.GetString(), clientId: Text(root, "clientId") ?? Text(root, "userId"));
    }

    private bool TryCreate(
        AsymmetricAlgorithm? found, out ClientKey? key, out string fault, string? foundId = null, string? foundAlgorithm = null, string? clientId = null)
    {
        key = null;
        fault = "its key is neither RSA nor ECDSA on P-256, P-384 or P-521";
        if (found is null) return false;
        var signs = (algorithm ?? foundAlgorithm) is { } name ? SignatureAlgorithm.Find(name) : ClientKey.UsualAlgorithm(found);
        fault = "its key does not fit the algorithm; an RSA key has 2048 bits or more";
        if (signs is null || !ClientKey.Fits(found, signs)) return false;
        key = new(found, signs, keyId ?? foundId, clientId);
        fault = "";
        return true;
    }

    private AsymmetricAlgorithm? FromPem(string pem)
    {
        var rsa = RSA.Create();
        if (TryImport(rsa, pem)) return rsa;
        rsa.Dispose();
        var ecdsa = ECDsa.Create();
        if (TryImport(ecdsa, pem)) return ecdsa;
        ecdsa.Dispose();
        return null;
    }

    // A PEM does not always say which kind of key it holds; the platform throws where it is the other one. This is done once for each file.
    private bool TryImport(AsymmetricAlgorithm key, string pem)
    {
        try
        {
            if (pem.Contains("BEGIN ENCRYPTED", StringComparison.Ordinal)) key.ImportFromEncryptedPem(pem, password);
            else key.ImportFromPem(pem);
            // A public key alone is imported without complaint.
            _ = key is RSA rsa ? rsa.ExportParameters(true).D : ((ECDsa)key).ExportParameters(true).D;
            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    private static string? Text(JsonElement root, string member) =>
        root.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
