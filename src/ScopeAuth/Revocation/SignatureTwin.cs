using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace ScopeAuth.Revocation;

/// <summary>
/// The other text of a token with an ECDSA signature: with (r, s) also (r, n - s) is right, and anybody can make one of the other. Whoever revokes one
/// text by its hash means the token, so both are looked up.
/// </summary>
internal static class SignatureTwin
{
    // The order n of each curve (SP 800-186 section 3.2.1), by the length of the signature (RFC 7518 section 3.4). No RSA signature is as short.
    private static readonly Dictionary<int, BigInteger> Orders = new()
    {
        [64] = Order("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"),
        [96] = Order("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973"),
        [132] = Order("01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409"),
    };

    /// <summary>The SHA-256 of the other text.</summary>
    /// <returns>False if there is none.</returns>
    public static bool TryHash(ReadOnlySpan<char> token, Span<byte> hash)
    {
        var start = token.LastIndexOf('.') + 1;
        Span<byte> signature = stackalloc byte[132];
        if (start == 0 || token.Length - start > 176 || !Base64Url.TryDecodeFromChars(token[start..], signature, out var length)) return false;
        if (!Orders.TryGetValue(length, out var order)) return false;
        var half = signature[(length / 2)..length];
        var other = order - new BigInteger(half, isUnsigned: true, isBigEndian: true);
        if (other.Sign <= 0) return false;
        half.Clear();
        var size = other.GetByteCount(isUnsigned: true);
        other.TryWriteBytes(half[(half.Length - size)..], out _, isUnsigned: true, isBigEndian: true);
        SHA256.HashData(Encoding.ASCII.GetBytes($"{token[..start]}{Base64Url.EncodeToString(signature[..length])}"), hash);
        return true;
    }

    private static BigInteger Order(string digits) => new(Convert.FromHexString(digits), isUnsigned: true, isBigEndian: true);
}
