using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ScopeAuth.Revocation;
using ScopeAuth.Tokens;

namespace ScopeAuth.Caching;

/// <summary>The SHA-256 of what is signed of a token: two texts of one token, with twin signatures, are one token.</summary>
[InlineArray(SHA256.HashSizeInBytes)]
internal struct SeenTokenKey : IEquatable<SeenTokenKey>
{
    private byte _first;

    public static SeenTokenKey Of(ReadOnlySpan<char> token)
    {
        var signed = SignedText.Of(token);
        // A token that was accepted has ASCII letters alone.
        var text = TokenBuffers.For(signed.Length).Ascii.AsSpan();
        var key = default(SeenTokenKey);
        SHA256.HashData(text[..Encoding.ASCII.GetBytes(signed, text)], key);
        return key;
    }

    public static bool TryParse(ReadOnlySpan<char> digits, out SeenTokenKey key)
    {
        key = default;
        return digits.Length == 2 * SHA256.HashSizeInBytes
            && Convert.FromHexString(digits, key, out _, out _) == System.Buffers.OperationStatus.Done;
    }

    public readonly bool Equals(SeenTokenKey other) => ((ReadOnlySpan<byte>)this).SequenceEqual(other);

    public readonly int CompareTo(SeenTokenKey other) => ((ReadOnlySpan<byte>)this).SequenceCompareTo(other);

    public override readonly bool Equals(object? obj) => obj is SeenTokenKey other && Equals(other);

    public override readonly int GetHashCode() => MemoryMarshal.Read<int>(this);

    public override readonly string ToString() => Convert.ToHexStringLower(this);
}
