using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ScopeAuth.Tokens;

/// <summary>RFC 7638: SHA-256 over the required members of the JWK in lexicographic order, base64url.</summary>
internal static class JwkThumbprint
{
    public static string Of(RSAParameters key) =>
        Hash($$"""{"e":"{{Base64Url.EncodeToString(key.Exponent)}}","kty":"RSA","n":"{{Base64Url.EncodeToString(key.Modulus)}}"}""");

    public static string Of(ECParameters key, string curve) =>
        Hash($$"""{"crv":"{{curve}}","kty":"EC","x":"{{Base64Url.EncodeToString(key.Q.X)}}","y":"{{Base64Url.EncodeToString(key.Q.Y)}}"}""");

    public static string? CurveName(ECCurve curve) => curve.Oid?.Value switch
    {
        "1.2.840.10045.3.1.7" => "P-256",
        "1.3.132.0.34" => "P-384",
        "1.3.132.0.35" => "P-521",
        _ => null,
    };

    private static string Hash(string json) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
}
