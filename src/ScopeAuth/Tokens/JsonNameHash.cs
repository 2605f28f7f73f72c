using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ScopeAuth.Tokens;

/// <summary>The hash of a member's name. Keyed anew in each process: nobody can write names that all have the same.</summary>
internal static class JsonNameHash
{
    private static readonly ulong Start = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));
    private static readonly ulong Multiplier = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8)) | 1;

    public static uint Of(ReadOnlySpan<byte> name)
    {
        var hash = Start ^ (uint)name.Length;
        while (name.Length > sizeof(ulong))
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(name));
            name = name[sizeof(ulong)..];
        }
        return (uint)Mix(hash ^ Last(name));
    }

    // Up to eight bytes without a loop: two halves that may overlap. The length is part of the hash already.
    private static ulong Last(ReadOnlySpan<byte> name) => name.Length switch
    {
        0 => 0,
        < 4 => name[0] | ((ulong)name[name.Length / 2] << 8) | ((ulong)name[^1] << 16),
        _ => BinaryPrimitives.ReadUInt32LittleEndian(name) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(name[^4..]) << 32),
    };

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, Multiplier, out var low);
        return high ^ low;
    }
}
