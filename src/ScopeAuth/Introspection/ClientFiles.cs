using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ScopeAuth.Introspection;

/// <summary>How the files of a client are read: at the start, to find faults, and whenever they change.</summary>
internal static class ClientFiles
{
    public static FileReader<ClientKey> KeyReader(IntrospectionClientOptions client) =>
        (ReadOnlyMemory<byte> content, out ClientKey? key, out string fault) =>
            new ClientKeyReader(client.KeyId, client.Algorithm, PasswordOf(client)).TryRead(content, out key, out fault);

    public static FileReader<X509Certificate2> CertificateReader(IntrospectionClientOptions client) =>
        (ReadOnlyMemory<byte> content, out X509Certificate2? certificate, out string fault) =>
        {
            certificate = null;
            fault = "it is no certificate with its private key in PKCS#12 or PEM form, or its password is another";
            try
            {
                certificate = Load(content.Span, PasswordOf(client));
                return certificate.HasPrivateKey;
            }
            catch (Exception exception) when (exception is CryptographicException or ArgumentException)
            {
                return false;
            }
        };

    private static X509Certificate2 Load(ReadOnlySpan<byte> content, string? password)
    {
        if (content.IndexOf("-----BEGIN "u8) < 0) return X509CertificateLoader.LoadPkcs12(content, password);
        var pem = Encoding.UTF8.GetString(content);
        return password is null ? X509Certificate2.CreateFromPem(pem, pem) : X509Certificate2.CreateFromEncryptedPem(pem, pem, password);
    }

    // Read with the file that it opens: both are replaced together.
    private static string? PasswordOf(IntrospectionClientOptions client)
    {
        try
        {
            return client.PasswordFile is { } path ? File.ReadAllText(path).TrimEnd('\r', '\n') : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
