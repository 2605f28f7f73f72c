using System.Buffers.Text;
using System.Text.Json;
using ScopeAuth.Tokens;

namespace ScopeAuth.Keys;

/// <summary>A key as <see cref="JwkReader"/> reads it: public members only.</summary>
internal static class JwkWriter
{
    public static void Write(Utf8JsonWriter writer, VerificationKey key)
    {
        writer.WriteStartObject();
        writer.WriteString("kty", key.KeyType);
        if (key.KeyId is { } keyId) writer.WriteString("kid", keyId);
        // One algorithm was all that the publisher allowed; several are what the type allows.
        if (key.Algorithms.Take(2).ToList() is [var only]) writer.WriteString("alg", only.Name);
        if (key.Issuer is { } issuer) writer.WriteString("issuer", issuer);
        if (key.ExportRsa() is { } rsa)
        {
            writer.WriteString("n", Base64Url.EncodeToString(rsa.Modulus));
            writer.WriteString("e", Base64Url.EncodeToString(rsa.Exponent));
        }
        else if (key.ExportEc() is { } ec)
        {
            writer.WriteString("crv", JwkThumbprint.CurveName(ec.Curve));
            writer.WriteString("x", Base64Url.EncodeToString(ec.Q.X));
            writer.WriteString("y", Base64Url.EncodeToString(ec.Q.Y));
        }
        writer.WriteEndObject();
    }
}
