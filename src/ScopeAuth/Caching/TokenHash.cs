using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ScopeAuth.Caching;

/// <summary>Where a token stands in a table: a keyed hash of its end, which is the signature, and which nobody can choose. The whole token is compared after it.</summary>
internal static class TokenHash
{
    private const int HashedLength = 16;    // 96 bits of the signature

    // Anew in each process, so that nobody can aim at one place.
    private static readonly ulong[] Keys = MemoryMarshal.Cast<byte, ulong>(RandomNumberGenerator.GetBytes(4 * sizeof(ulong))).ToArray();

    public static int Of(ReadOnlySpan<char> token)
    {
        if (token.Length < HashedLength) return string.GetHashCode(token);
        var end = MemoryMarshal.Cast<char, ulong>(token[^HashedLength..]);
        return (int)(Fold(end[0] ^ Keys[0], end[1] ^ Keys[1]) ^ Fold(end[2] ^ Keys[2], end[3] ^ Keys[3]));
    }

    private static ulong Fold(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
