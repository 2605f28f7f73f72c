using System.Buffers.Text;
using System.Security.Cryptography;

namespace ScopeAuth.Tests.Keys;

/// <summary>Key sets as authorization servers publish them.</summary>
internal static class Jwks
{
    // Keys take long to make and are never the point of a test.
    private static readonly Lazy<RSAParameters[]> RsaKeys = new(() => [.. Enumerable.Range(0, 3).Select(_ =>
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportParameters(includePrivateParameters: true);
    })]);

    public static RSAParameters Key(int index = 0) => RsaKeys.Value[index];

    public static string Set(params string[] keys) => $$"""{"keys":[{{string.Join(',', keys)}}]}""";

    public static string Rsa(string? keyId, int index = 0, string more = "\"use\":\"sig\"") =>
        Rsa(keyId, Base64Url.EncodeToString(Key(index).Modulus), "AQAB", more);

    public static string Rsa(string? keyId, string modulus, string exponent, string more = "\"use\":\"sig\"") =>
        $$"""{"kty":"RSA",{{Kid(keyId)}}"n":"{{modulus}}","e":"{{exponent}}"{{More(more)}}}""";

    public static string Ec(string? keyId, ECCurve curve, string name, string more = "\"use\":\"sig\"")
    {
        using var ecdsa = ECDsa.Create(curve);
        var q = ecdsa.ExportParameters(false).Q;
        return Ec(keyId, name, Base64Url.EncodeToString(q.X), Base64Url.EncodeToString(q.Y), more);
    }

    public static string Ec(string? keyId, string curve, string x, string y, string more = "\"use\":\"sig\"") =>
        $$"""{"kty":"EC",{{Kid(keyId)}}"crv":"{{curve}}","x":"{{x}}","y":"{{y}}"{{More(more)}}}""";

    public static string Metadata(string issuer, string jwksUri) => $$"""{"issuer":"{{issuer}}","jwks_uri":"{{jwksUri}}"}""";

    private static string Kid(string? keyId) => keyId is null ? "" : $"\"kid\":\"{keyId}\",";

    private static string More(string more) => more.Length == 0 ? "" : "," + more;
}
