using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using ScopeAuth.Keys;

namespace ScopeAuth.Tests.Keys;

public sealed class IgnoredKeyTests
{
    private static readonly string Modulus = Base64Url.EncodeToString(Jwks.Key().Modulus);
    private static readonly (string X, string Y) Point = PointOf(ECCurve.NamedCurves.nistP256);

    public static TheoryData<string, string> Keys { get; } = new()
    {
        { "42", nameof(KeyIgnoredCause.Malformed) },
        { "null", nameof(KeyIgnoredCause.Malformed) },
        { "[]", nameof(KeyIgnoredCause.Malformed) },
        { "{}", nameof(KeyIgnoredCause.Malformed) },
        { """{"kty":42}""", nameof(KeyIgnoredCause.Malformed) },
        { """{"kty":"RSA"}""", nameof(KeyIgnoredCause.Malformed) },
        { $$"""{"kty":"RSA","n":"{{Modulus}}"}""", nameof(KeyIgnoredCause.Malformed) },
        { $$"""{"kty":"RSA","n":42,"e":"AQAB"}""", nameof(KeyIgnoredCause.Malformed) },
        { Rsa("\"kid\":42"), nameof(KeyIgnoredCause.Malformed) },
        { Rsa("\"kid\":\"\\ud800\""), nameof(KeyIgnoredCause.Malformed) },            // a lone surrogate is no text
        { Rsa("\"use\":[]"), nameof(KeyIgnoredCause.Malformed) },
        { Rsa("\"key_ops\":\"verify\""), nameof(KeyIgnoredCause.Malformed) },
        { Rsa("\"alg\":256"), nameof(KeyIgnoredCause.Malformed) },
        { Rsa("\"issuer\":{}"), nameof(KeyIgnoredCause.Malformed) },                  // it restricts the key: not to be overlooked
        { Jwks.Rsa("one", Modulus + "==", "AQAB"), nameof(KeyIgnoredCause.Malformed) },
        { Jwks.Rsa("one", Modulus, "AQ\\nAB"), nameof(KeyIgnoredCause.Malformed) },
        { Jwks.Rsa("one", Modulus, " AQAB"), nameof(KeyIgnoredCause.Malformed) },
        { Jwks.Rsa("one", Modulus, ""), nameof(KeyIgnoredCause.Malformed) },
        { Jwks.Rsa("one", Modulus, "AQABB"), nameof(KeyIgnoredCause.Malformed) },
        { Jwks.Rsa("one", Modulus, "AQAB_+"), nameof(KeyIgnoredCause.Malformed) },
        { Rsa("\"use\":\"enc\""), nameof(KeyIgnoredCause.NotForSignatures) },
        { Rsa("\"use\":\"SIG\""), nameof(KeyIgnoredCause.NotForSignatures) },
        { Rsa("\"key_ops\":[\"sign\",\"encrypt\",4]"), nameof(KeyIgnoredCause.NotForVerification) },
        { Rsa("\"key_ops\":[]"), nameof(KeyIgnoredCause.NotForVerification) },
        { """{"kty":"oct","k":"c2VjcmV0"}""", nameof(KeyIgnoredCause.Symmetric) },
        { """{"kty":"OKP","crv":"Ed25519","x":"AA"}""", nameof(KeyIgnoredCause.UnsupportedKeyType) },
        { """{"kty":"rsa"}""", nameof(KeyIgnoredCause.UnsupportedKeyType) },
        { Rsa("\"d\":\"AQ\""), nameof(KeyIgnoredCause.PrivateKeyExposed) },
        { Rsa("\"p\":null"), nameof(KeyIgnoredCause.PrivateKeyExposed) },
        { Rsa("\"use\":\"enc\",\"dq\":\"AQ\""), nameof(KeyIgnoredCause.PrivateKeyExposed) },
        { """{"kty":"OKP","crv":"Ed25519","x":"AA","d":"AA"}""", nameof(KeyIgnoredCause.PrivateKeyExposed) },
        { Rsa("\"alg\":\"HS256\""), nameof(KeyIgnoredCause.UnsupportedAlgorithm) },
        { Rsa("\"alg\":\"none\""), nameof(KeyIgnoredCause.UnsupportedAlgorithm) },
        { Rsa("\"alg\":\"rs256\""), nameof(KeyIgnoredCause.UnsupportedAlgorithm) },
        { Rsa("\"alg\":\"RSA-OAEP\""), nameof(KeyIgnoredCause.UnsupportedAlgorithm) },
        { Rsa("\"alg\":\"ES256\""), nameof(KeyIgnoredCause.AlgorithmMismatch) },
        { Jwks.Ec("one", "P-256", Point.X, Point.Y, "\"alg\":\"ES384\""), nameof(KeyIgnoredCause.AlgorithmMismatch) },
        { Jwks.Ec("one", "P-256", Point.X, Point.Y, "\"alg\":\"RS256\""), nameof(KeyIgnoredCause.AlgorithmMismatch) },
        { Jwks.Ec("one", "secp256k1", Point.X, Point.Y), nameof(KeyIgnoredCause.UnsupportedCurve) },
        { Jwks.Ec("one", "p-256", Point.X, Point.Y), nameof(KeyIgnoredCause.UnsupportedCurve) },
        { Jwks.Ec("one", "P-384", Point.X, Point.Y), nameof(KeyIgnoredCause.InvalidPoint) },
        { Jwks.Ec("one", "P-256", Point.Y, Point.X), nameof(KeyIgnoredCause.InvalidPoint) },
        { Jwks.Ec("one", "P-256", Point.X + "AA", Point.Y), nameof(KeyIgnoredCause.Malformed) },
        { Jwks.Ec("one", "P-256", Zero(33), Point.Y), nameof(KeyIgnoredCause.InvalidPoint) },
        { Jwks.Ec("one", "P-256", Zero(32), Zero(32)), nameof(KeyIgnoredCause.InvalidPoint) },
        { Jwks.Ec("one", "P-256", Zero(31), Point.Y), nameof(KeyIgnoredCause.InvalidPoint) },
        { Jwks.Rsa("one", Modulus, "AQ"), nameof(KeyIgnoredCause.WeakKey) },          // 1: every padded hash is its own signature
        { Jwks.Rsa("one", Modulus, "Aw"), nameof(KeyIgnoredCause.WeakKey) },          // 3
        { Jwks.Rsa("one", Modulus, "AQAA"), nameof(KeyIgnoredCause.WeakKey) },        // 65536: even
        { Jwks.Rsa("one", Modulus, "AQAAAAE"), nameof(KeyIgnoredCause.WeakKey) },     // more than 32 bits
        { Jwks.Rsa("one", ModulusOf(1024), "AQAB"), nameof(KeyIgnoredCause.WeakKey) },
        { Jwks.Rsa("one", Base64Url.EncodeToString(Enumerable.Repeat((byte)0xff, 1025).ToArray()), "AQAB"), nameof(KeyIgnoredCause.WeakKey) },
        { Jwks.Rsa("one", RocaModulus(), "AQAB"), nameof(KeyIgnoredCause.WeakKey) },
        { Jwks.Rsa("one", Zero(256), "AQAB"), nameof(KeyIgnoredCause.WeakKey) },
        { Jwks.Rsa(new string('k', 257)), nameof(KeyIgnoredCause.KeyIdTooLong) },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_that_cannot_be_used_is_left_out_with_its_cause_and_the_others_stay(string broken, string cause)
    {
        var reading = KeySetReader.Read(Encoding.UTF8.GetBytes(Jwks.Set(broken, Jwks.Rsa("good"))));

        Assert.Equal("good", Assert.Single(reading.Keys.Keys).KeyId);
        Assert.Equal(cause, Assert.Single(reading.Ignored).Cause.ToString());
    }

    private static string Rsa(string more) => Jwks.Rsa(null, more: more);

    private static string Zero(int length) => Base64Url.EncodeToString(new byte[length]);

    private static string ModulusOf(int bits)
    {
        using var rsa = RSA.Create(bits);
        return Base64Url.EncodeToString(rsa.ExportParameters(false).Modulus);
    }

    /// <summary>A modulus as the library of CVE-2017-15361 made them: a power of 65537 modulo every small prime.</summary>
    private static string RocaModulus()
    {
        int[] primes = [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167];
        var product = primes.Aggregate(BigInteger.One, (product, prime) => product * prime);
        var modulus = (product * (BigInteger.One << 1829)) + BigInteger.ModPow(65537, 1001, product);
        return Base64Url.EncodeToString((modulus.IsEven ? modulus + product : modulus).ToByteArray(isUnsigned: true, isBigEndian: true));
    }

    private static (string X, string Y) PointOf(ECCurve curve)
    {
        using var ecdsa = ECDsa.Create(curve);
        var q = ecdsa.ExportParameters(false).Q;
        return (Base64Url.EncodeToString(q.X), Base64Url.EncodeToString(q.Y));
    }
}
