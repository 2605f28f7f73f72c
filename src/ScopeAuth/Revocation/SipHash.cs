using System.Buffers.Binary;
using System.Numerics;

namespace ScopeAuth.Revocation;

/// <summary>SipHash-1-3 with 128 bits: a short keyed hash. Who does not know the key can neither aim at a value nor find two equal ones.</summary>
internal readonly struct SipHash(ulong key0, ulong key1)
{
    public const int KeyLength = 16;

    /// <param name="key">16 bytes.</param>
    public static SipHash Create(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeyLength) throw new ArgumentException($"A key of {KeyLength} bytes is expected.", nameof(key));
        return new(BinaryPrimitives.ReadUInt64LittleEndian(key), BinaryPrimitives.ReadUInt64LittleEndian(key[8..]));
    }

    public (ulong High, ulong Low) Hash(ReadOnlySpan<byte> text)
    {
        ulong v0 = key0 ^ 0x736f6d6570736575, v1 = key1 ^ 0x646f72616e646f6d ^ 0xee, v2 = key0 ^ 0x6c7967656e657261, v3 = key1 ^ 0x7465646279746573;
        var words = text.Length / 8;
        var last = (ulong)text.Length << 56;
        for (var place = 0; place < text.Length % 8; place++) last |= (ulong)text[8 * words + place] << (8 * place);

        // One round for each word and the last, three before the first half and three before the second. One loop, so that all stays in registers.
        ulong high = 0;
        for (var step = 0; step < words + 7; step++)
        {
            var word = step < words ? BinaryPrimitives.ReadUInt64LittleEndian(text[(8 * step)..]) : step == words ? last : 0;
            if (step == words + 1) v2 ^= 0xee;
            if (step == words + 4)
            {
                high = v0 ^ v1 ^ v2 ^ v3;
                v1 ^= 0xdd;
            }
            v3 ^= word;
            v0 += v1;
            v2 += v3;
            v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
            v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
            v0 = BitOperations.RotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
            v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
            v2 = BitOperations.RotateLeft(v2, 32);
            v0 ^= word;
        }
        return (high, v0 ^ v1 ^ v2 ^ v3);
    }
}
