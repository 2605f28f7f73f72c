using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ScopeAuth.Introspection;

/// <summary>The SHA-256 of a token: what answers about it are kept under. Nobody can make two tokens that share one.</summary>
internal readonly record struct TokenDigest(ulong First, ulong Second, ulong Third, ulong Fourth)
{
    public static TokenDigest Of(ReadOnlySpan<char> token)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(token.Length));
        Span<ulong> hash = stackalloc ulong[4];
        SHA256.HashData(bytes.AsSpan(0, Encoding.UTF8.GetBytes(token, bytes)), MemoryMarshal.AsBytes(hash));
        ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        return new(hash[0], hash[1], hash[2], hash[3]);
    }

    /// <summary>A record would show it; even a hash of a token is nobody's business.</summary>
    public override string ToString() => nameof(TokenDigest);
}
