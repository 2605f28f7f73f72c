using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ScopeAuth.Revocation;

/// <summary>The entries of a table in one of another size.</summary>
/// <remarks>What stood in its first bucket goes to its first: both tables are walked from beginning to end, which costs a tenth of adding each anew.</remarks>
internal static class ResizedTable
{
    private const int Places = FingerprintTable.Places;
    private const int LargestStep = 4;
    private const int MostLeft = 64;

    /// <param name="table">The table. It stays as it is.</param>
    /// <param name="buckets">At most four times as many.</param>
    /// <returns>Null if they do not fit.</returns>
    public static FingerprintTable? Of(FingerprintTable table, int buckets)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(buckets, LargestStep * Math.Max(1, table.Buckets));
        var other = new FingerprintTable(new ulong[buckets * (Places + 1)]);
        Span<Leftover> left = stackalloc Leftover[MostLeft];
        if (Copy(table, other, left) is not (var count and <= MostLeft)) return null;
        var nobodyReads = 0;
        foreach (var (tag, entry) in left[..count])
            if (other.TryAdd(tag, entry, ref nobodyReads) == FingerprintAddition.NoRoom) return null;
        return other;
    }

    // By itself, so that there are registers enough: this is a fifth of what it costs to add an entry.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Copy(FingerprintTable table, FingerprintTable other, Span<Leftover> left)
    {
        ulong size = (uint)table.Buckets, otherSize = (uint)other.Buckets;
        ref var tagsOfNext = ref MemoryMarshal.GetArrayDataReference(table.Cells);
        ref var entriesOfNext = ref Unsafe.Add(ref tagsOfNext, (nint)size);
        ref var otherTags = ref Unsafe.As<ulong, byte>(ref MemoryMarshal.GetArrayDataReference(other.Cells));
        ref var otherEntries = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(other.Cells), (nint)otherSize);
        // How many places are taken in eight buckets from one on, a byte for each. In memory it would keep each entry waiting for the one before.
        ulong taken = 0, from = 0;
        var count = 0;
        for (ulong bucket = 0; bucket < size; bucket++)
        {
            var tags = tagsOfNext;
            tagsOfNext = ref Unsafe.Add(ref tagsOfNext, 1);
            ref var next = ref entriesOfNext;
            entriesOfNext = ref Unsafe.Add(ref entriesOfNext, Places);
            var begin = bucket * otherSize / size;
            taken >>= (int)(8 * (begin - from));
            from = begin;
            for (; tags != 0; tags >>= 8, next = ref Unsafe.Add(ref next, 1))
            {
                if ((byte)tags == 0) continue;
                var entry = next;
                // Nobody can guess which choice it was, so nothing branches on it.
                ulong first = FingerprintTable.FirstHalf(entry), second = FingerprintTable.SecondHalf(entry), isFirst = (first * size) >> 32 == bucket ? 1UL : 0;
                var to = ((second ^ ((first ^ second) & (0 - isFirst))) * otherSize) >> 32;
                var shift = (int)(8 * (to - from));
                var free = (taken >> shift) & 0xFF;
                if (free < Places)
                {
                    taken += 1UL << shift;
                    Unsafe.Add(ref otherEntries, (nint)((Places * to) + free)) = entry;
                    Unsafe.Add(ref otherTags, (nint)((Places * to) + (BitConverter.IsLittleEndian ? free : Places - 1 - free))) = (byte)tags;
                }
                else if (count < MostLeft) left[count++] = new((byte)tags, entry);
                else return count + 1;
            }
        }
        return count;
    }

    private readonly record struct Leftover(byte Tag, ulong Entry);
}
