using System.Numerics;
using System.Runtime.CompilerServices;

namespace ScopeAuth.Revocation;

/// <summary>Eight tags of a bucket in one word, a byte for each place, 0 where it is free.</summary>
internal static class FingerprintTags
{
    private const ulong EveryByte = 0x0101010101010101;
    private const ulong LowBits = 0x7F7F7F7F7F7F7F7F;

    /// <summary>The highest bit of every byte that has this tag, and of no other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong With(ulong tags, byte tag)
    {
        // The shorter formula is wrong about a byte above an equal one.
        var difference = tags ^ (tag * EveryByte);
        return ~(((difference & LowBits) + LowBits) | difference | LowBits);
    }

    /// <summary>The highest bit of every byte that is taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Taken(ulong tags) => ~With(tags, 0) & ~LowBits;

    /// <summary>The first free place, or 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int FirstFree(ulong tags) => PlaceOf(With(tags, 0));

    /// <summary>The place after the last that is taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AfterLast(ulong tags) => (71 - BitOperations.LeadingZeroCount(tags)) >> 3;

    /// <summary>The place of the lowest of some highest bits, or 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PlaceOf(ulong bits) => BitOperations.TrailingZeroCount(bits) >> 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte At(ulong tags, int place) => (byte)(tags >> (8 * place));
}
