using System.Security.Cryptography;
using System.Text.Json;
using ScopeAuth.Keys;

namespace ScopeAuth.Introspection;

/// <summary>A private JSON Web Key (RFC 7518 sections 6.2.2 and 6.3.2).</summary>
internal static class PrivateJwk
{
    /// <returns>Null if it is neither an RSA key with all its primes nor a key of one of the three curves.</returns>
    /// <exception cref="CryptographicException">The numbers are no key.</exception>
    public static AsymmetricAlgorithm? Read(JsonElement jwk) => Text(jwk, "kty") switch
    {
        "RSA" when Numbers(jwk, "n", "e", "d", "p", "q", "dp", "dq", "qi") is [var n, var e, var d, var p, var q, var dp, var dq, var qi] =>
            Rsa(JwkNumber.Minimal(n), e, d, [p, q, dp, dq, qi]),
        "EC" when Curve(Text(jwk, "crv")) is { } curve && Numbers(jwk, "x", "y", "d") is [var x, var y, var d] =>
            ECDsa.Create(new ECParameters { Curve = curve, Q = new() { X = x, Y = y }, D = d }),
        _ => null,
    };

    // The platform wants every number as long as the modulus, or half as long; a JSON Web Key has no leading zeros.
    private static RSA Rsa(byte[] modulus, byte[] exponent, byte[] d, byte[][] halves)
    {
        var half = Array.ConvertAll(halves, number => Padded(number, (modulus.Length + 1) / 2));
        return RSA.Create(new RSAParameters
        {
            Modulus = modulus,
            Exponent = JwkNumber.Minimal(exponent),
            D = Padded(d, modulus.Length),
            P = half[0],
            Q = half[1],
            DP = half[2],
            DQ = half[3],
            InverseQ = half[4],
        });
    }

    private static byte[] Padded(byte[] number, int length)
    {
        var digits = JwkNumber.Minimal(number);
        if (digits.Length > length) throw new CryptographicException();
        var padded = new byte[length];
        digits.CopyTo(padded.AsSpan(length - digits.Length));
        return padded;
    }

    private static ECCurve? Curve(string? name) => name switch
    {
        "P-256" => ECCurve.NamedCurves.nistP256,
        "P-384" => ECCurve.NamedCurves.nistP384,
        "P-521" => ECCurve.NamedCurves.nistP521,
        _ => null,
    };

    private static byte[][]? Numbers(JsonElement jwk, params ReadOnlySpan<string> names)
    {
        var numbers = new byte[names.Length][];
        for (var index = 0; index < names.Length; index++)
        {
            if (!JwkNumber.TryRead(jwk, names[index], out var number)) return null;
            numbers[index] = number;
        }
        return numbers;
    }

    private static string? Text(JsonElement jwk, string member) =>
        jwk.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
