using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ScopeAuth.Revocation;

/// <summary>A hash table of fingerprints in buckets of eight, two buckets to choose from. One array: the tags of all buckets, then the entries.</summary>
/// <remarks>
/// A tag is one byte of a fingerprint, 0 where the place is free. A look-up that finds nothing reads the two words of tags and seldom anything else: the
/// tags of ten million are eleven megabytes and stay near the processor. An entry is 48 more bits of the fingerprint above 16 bits that
/// say when it ends. Buckets follow from the entry alone, so that a table can be made larger without the texts.
/// </remarks>
internal readonly struct FingerprintTable
{
    public const int Places = 8;

    private readonly uint _buckets;

    /// <param name="cells">Any number of words: what is left of nine for each bucket is not used.</param>
    public FingerprintTable(ulong[] cells) => (Cells, _buckets) = (cells, (uint)cells.Length / (Places + 1));

    public int Buckets => (int)_buckets;

    /// <summary>One word of tags for each bucket, then eight entries for each.</summary>
    public ulong[] Cells { get; }

    /// <summary>Whether one of its two buckets has the tag; if not, it is not in, unless it moves just now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayContain(byte tag, ulong entry)
    {
        ref var cells = ref MemoryMarshal.GetArrayDataReference(Cells);
        var tags = Vector128.Create(Unsafe.Add(ref cells, FirstOf(entry)), Unsafe.Add(ref cells, SecondOf(entry)));
        return Vector128.EqualsAny(tags.AsByte(), Vector128.Create(tag));
    }

    public bool Contains(byte tag, ulong entry) => TryFind(tag, entry, out _, out _);

    /// <summary>Adds it, if there is room in its two buckets, or can be made by moving one entry to its other bucket.</summary>
    /// <remarks>Where it is in already, the later of the two ends stands.</remarks>
    /// <param name="tag">The tag.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="version">Odd while an entry moves: a reader that missed it must look again.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FingerprintAddition TryAdd(byte tag, ulong entry, ref int version)
    {
        ref var cells = ref MemoryMarshal.GetArrayDataReference(Cells);
        uint first = FirstOf(entry), second = SecondOf(entry);
        // Both buckets are on their way while the tags say which it will be, and which of its last places.
        _ = Volatile.Read(ref Unsafe.Add(ref cells, EntryAt(first, Places - 2)));
        _ = Volatile.Read(ref Unsafe.Add(ref cells, EntryAt(second, Places - 2)));
        ulong tagsOfFirst = Unsafe.Add(ref cells, first), tagsOfSecond = Unsafe.Add(ref cells, second);
        if (Vector128.EqualsAny(Vector128.Create(tagsOfFirst, tagsOfSecond).AsByte(), Vector128.Create(tag)) && PutOff(tag, entry)) return FingerprintAddition.Known;

        int placeInFirst = FingerprintTags.AfterLast(tagsOfFirst), placeInSecond = FingerprintTags.AfterLast(tagsOfSecond);
        // The emptier bucket: tags fill a bucket from its beginning. Nobody can guess which, so nothing branches on it.
        var isSecond = (placeInSecond - placeInFirst) >> 31;
        var bucket = first ^ ((first ^ second) & (uint)isSecond);
        var place = placeInFirst + ((placeInSecond - placeInFirst) & isSecond);
        if (place == Places && !TryMakeRoom(bucket = first, ref version, out place) && !TryMakeRoom(bucket = second, ref version, out place)) return FingerprintAddition.NoRoom;
        Put(bucket, place, tag, entry);
        return FingerprintAddition.New;
    }

    public bool Remove(byte tag, ulong entry)
    {
        if (!TryFind(tag, entry, out var bucket, out var place)) return false;
        Clear(bucket, place);
        return true;
    }

    /// <summary>The hour at which it ends; null if it is not in.</summary>
    public ushort? EndOf(byte tag, ulong entry) => TryFind(tag, entry, out var bucket, out var place) ? (ushort)Cells[EntryAt(bucket, place)] : null;

    /// <summary>Clears what ends at this hour or before.</summary>
    /// <returns>How many.</returns>
    public int Drop(ushort hour)
    {
        var dropped = 0;
        for (uint bucket = 0; bucket < Buckets; bucket++)
        {
            for (var place = 0; place < Places && Cells[bucket] != 0; place++)
            {
                if (TagAt(bucket, place) == 0 || (ushort)Cells[EntryAt(bucket, place)] is not (not ushort.MaxValue and var ends) || ends > hour) continue;
                Clear(bucket, place);
                dropped++;
            }
        }
        return dropped;
    }

    /// <summary>What its first bucket follows from: 32 bits.</summary>
    public static ulong FirstHalf(ulong entry) => entry >> 32;

    /// <summary>What its second bucket follows from: the other bits of the fingerprint, on top of 32. The 16 that say when it ends are not among them.</summary>
    public static ulong SecondHalf(ulong entry) => entry & 0xFFFF0000;

    private uint FirstOf(ulong entry) => BucketOf(FirstHalf(entry));

    private uint SecondOf(ulong entry) => BucketOf(SecondHalf(entry));

    private uint BucketOf(ulong half) => (uint)((half * _buckets) >> 32);

    private int EntryAt(uint bucket, int place) => Buckets + (int)bucket * Places + place;

    private byte TagAt(uint bucket, int place) => FingerprintTags.At(Cells[bucket], place);

    private int Find(uint bucket, ulong places, ulong entry)
    {
        for (; places != 0; places &= places - 1)
        {
            var place = FingerprintTags.PlaceOf(places);
            if (((Volatile.Read(ref Cells[EntryAt(bucket, place)]) ^ entry) >> 16) == 0) return place;
        }
        return -1;
    }

    private bool TryFind(byte tag, ulong entry, out uint bucket, out int place)
    {
        place = Find(bucket = FirstOf(entry), FingerprintTags.With(Volatile.Read(ref Cells[bucket]), tag), entry);
        if (place < 0) place = Find(bucket = SecondOf(entry), FingerprintTags.With(Volatile.Read(ref Cells[bucket]), tag), entry);
        return place >= 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool PutOff(byte tag, ulong entry)
    {
        if (!TryFind(tag, entry, out var bucket, out var place)) return false;
        if ((ushort)Cells[EntryAt(bucket, place)] < (ushort)entry) Volatile.Write(ref Cells[EntryAt(bucket, place)], entry);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private bool TryMakeRoom(uint bucket, ref int version, out int place)
    {
        ref var cells = ref MemoryMarshal.GetArrayDataReference(Cells);
        // Something may have been cleared in the middle.
        if ((place = FingerprintTags.FirstFree(Unsafe.Add(ref cells, bucket))) < Places) return true;
        for (place = Places - 1; place >= 0; place--)
        {
            var entry = Unsafe.Add(ref cells, EntryAt(bucket, place));
            var other = FirstOf(entry) is var first && first != bucket ? first : SecondOf(entry);
            if (other == bucket || FingerprintTags.FirstFree(Unsafe.Add(ref cells, other)) is not (var free and < Places)) continue;
            Volatile.Write(ref version, version + 1);
            Volatile.WriteBarrier();
            Put(other, free, TagAt(bucket, place), entry);
            Clear(bucket, place);
            Volatile.Write(ref version, version + 1);
            return true;
        }
        return false;
    }

    // The entry first, then the tag that makes it count.
    private void Put(uint bucket, int place, byte tag, ulong entry)
    {
        ref var cells = ref MemoryMarshal.GetArrayDataReference(Cells);
        Volatile.Write(ref Unsafe.Add(ref cells, EntryAt(bucket, place)), entry);
        ref var tags = ref Unsafe.Add(ref cells, bucket);
        Volatile.Write(ref tags, tags | ((ulong)tag << (8 * place)));
    }

    private void Clear(uint bucket, int place) => Volatile.Write(ref Cells[bucket], Cells[bucket] & ~(0xFFUL << (8 * place)));
}
