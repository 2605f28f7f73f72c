using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace ScopeAuth.Testing.Tests;

/// <summary>Verifies a token with nothing but the numbers of a published key set, independently of the code under test.</summary>
internal static class PublishedKeys
{
    public static JsonObject Find(JsonObject keySet, string keyId) =>
        keySet["keys"]!.AsArray().Select(key => key!.AsObject()).Single(key => (string?)key["kid"] == keyId);

    public static bool Verify(JsonObject keySet, ParsedToken token)
    {
        var key = Find(keySet, token.KeyId);
        var algorithm = (string)token.Header["alg"]!;
        var hash = new HashAlgorithmName($"SHA{algorithm[2..]}");
        if ((string?)key["kty"] == "EC")
        {
            using var ec = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.CreateFromFriendlyName(((string)key["crv"]!).Replace("P-", "nistP", StringComparison.Ordinal)),
                Q = new ECPoint { X = Number(key, "x"), Y = Number(key, "y") },
            });
            return ec.VerifyData(token.SignedBytes, token.Signature, hash);
        }

        using var rsa = RSA.Create(new RSAParameters { Modulus = Number(key, "n"), Exponent = Number(key, "e") });
        var padding = algorithm.StartsWith("PS", StringComparison.Ordinal) ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return rsa.VerifyData(token.SignedBytes, token.Signature, hash, padding);
    }

    private static byte[] Number(JsonObject key, string member) => Base64Url.DecodeFromChars((string)key[member]!);
}
