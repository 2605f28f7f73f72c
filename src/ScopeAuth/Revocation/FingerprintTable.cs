using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ScopeAuth.Revocation;

/// <summary>A hash table of fingerprints in buckets of eight, two buckets to choose from. One array: the tags of all buckets, then the entries.</summary>
/// <remarks>
/// A tag is one byte of a fingerprint, 0 where the place is free. A look-up that finds nothing reads the two words of tags and seldom anything else: the
/// tags of ten million are eleven megabytes and stay near the processor. An entry is 48 more bits of the fingerprint above 16 bits that
/// say when it ends. Buckets follow from the entry alone, so that a table can be made larger without the texts.
/// </remarks>
internal sealed class FingerprintTable
{
    public const int Places = 8;

    public FingerprintTable(int buckets)
        : this(buckets, new ulong[buckets * (Places + 1)], 0)
    {
    }

    public FingerprintTable(int buckets, ulong[] cells, int count) => (Buckets, Cells, Count) = (buckets, cells, count);

    public int Buckets { get; }

    /// <summary>One word of tags for each bucket, then eight entries for each.</summary>
    public ulong[] Cells { get; }

    public int Count { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(byte tag, ulong entry)
    {
        ref var cells = ref MemoryMarshal.GetArrayDataReference(Cells);
        uint first = FirstOf(entry), second = SecondOf(entry);
        var inFirst = FingerprintTags.With(Unsafe.Add(ref cells, first), tag);
        var inSecond = FingerprintTags.With(Unsafe.Add(ref cells, second), tag);
        if ((inFirst | inSecond) == 0) return false;
        return Find(first, inFirst, entry) >= 0 || Find(second, inSecond, entry) >= 0;
    }

    /// <summary>Adds it, if there is room in its two buckets, or can be made by moving one entry to its other bucket.</summary>
    /// <remarks>Where it is in already, the later of the two ends stands.</remarks>
    /// <param name="tag">The tag.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="version">Odd while an entry moves: a reader that missed it must look again.</param>
    public FingerprintAddition TryAdd(byte tag, ulong entry, ref int version)
    {
        ref var cells = ref MemoryMarshal.GetArrayDataReference(Cells);
        uint first = FirstOf(entry), second = SecondOf(entry);
        ulong tagsOfFirst = Unsafe.Add(ref cells, first), tagsOfSecond = Unsafe.Add(ref cells, second);
        ulong inFirst = FingerprintTags.With(tagsOfFirst, tag), inSecond = FingerprintTags.With(tagsOfSecond, tag);
        if ((inFirst | inSecond) != 0 && (PutOff(first, inFirst, entry) || PutOff(second, inSecond, entry))) return FingerprintAddition.Known;

        int placeInFirst = FingerprintTags.FirstFree(tagsOfFirst), placeInSecond = FingerprintTags.FirstFree(tagsOfSecond);
        // The emptier bucket: tags fill a bucket from its beginning, so the lower place tells.
        var bucket = placeInSecond < placeInFirst ? second : first;
        var place = Math.Min(placeInFirst, placeInSecond);
        if (place == Places && !TryMove(bucket, ref version, out place) && !TryMove(bucket = second, ref version, out place)) return FingerprintAddition.NoRoom;
        Put(bucket, place, tag, entry);
        Count++;
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
    public void Drop(ushort hour)
    {
        for (uint bucket = 0; bucket < Buckets; bucket++)
        {
            if (Cells[bucket] == 0) continue;
            for (var place = 0; place < Places; place++)
            {
                var ends = (ushort)Cells[EntryAt(bucket, place)];
                if (TagAt(bucket, place) != 0 && ends <= hour && ends != ushort.MaxValue) Clear(bucket, place);
            }
        }
    }

    /// <summary>The same entries in a table of another size.</summary>
    /// <remarks>What stood in its first bucket goes to its first: both tables are walked from beginning to end, which costs a tenth of adding each anew.</remarks>
    /// <returns>Null if they do not fit.</returns>
    public FingerprintTable? Resize(int buckets)
    {
        var other = new FingerprintTable(buckets);
        ref var cells = ref MemoryMarshal.GetArrayDataReference(Cells);
        ref var others = ref MemoryMarshal.GetArrayDataReference(other.Cells);
        var (nobodyReads, copied) = (0, 0);
        for (uint bucket = 0; bucket < Buckets; bucket++)
        {
            var tags = Unsafe.Add(ref cells, bucket);
            for (var place = 0; place < Places; place++, tags >>= 8)
            {
                if ((byte)tags == 0) continue;
                var entry = Unsafe.Add(ref cells, EntryAt(bucket, place));
                // Nobody can guess which choice it was, so nothing branches on it.
                ulong first = FirstHalf(entry), second = SecondHalf(entry), isFirst = BucketOf(first) == bucket ? 1UL : 0;
                var to = other.BucketOf(second ^ ((first ^ second) & (0 - isFirst)));
                ref var tagsThere = ref Unsafe.Add(ref others, to);
                var free = FingerprintTags.AfterLast(tagsThere);
                if (free < Places)
                {
                    Unsafe.Add(ref others, other.EntryAt(to, free)) = entry;
                    tagsThere |= (tags & 0xFF) << (8 * free);
                    copied++;
                }
                else if (other.TryAdd((byte)tags, entry, ref nobodyReads) == FingerprintAddition.NoRoom) return null;
            }
        }
        other.Count += copied;
        return other;
    }

    private static ulong FirstHalf(ulong entry) => entry >> 32;

    // The other bits of the fingerprint on top: the 16 that say when it ends are not among them.
    private static ulong SecondHalf(ulong entry) => BitOperations.RotateLeft(entry >> 16, 16) & 0xFFFFFFFF;

    private uint FirstOf(ulong entry) => BucketOf(FirstHalf(entry));

    private uint SecondOf(ulong entry) => BucketOf(SecondHalf(entry));

    private uint BucketOf(ulong half) => (uint)((half * (uint)Buckets) >> 32);

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
        bucket = FirstOf(entry);
        place = Find(bucket, FingerprintTags.With(Cells[bucket], tag), entry);
        if (place >= 0) return true;
        bucket = SecondOf(entry);
        place = Find(bucket, FingerprintTags.With(Cells[bucket], tag), entry);
        return place >= 0;
    }

    private bool PutOff(uint bucket, ulong places, ulong entry)
    {
        if (Find(bucket, places, entry) is not (var place and >= 0)) return false;
        ref var known = ref Cells[EntryAt(bucket, place)];
        if ((ushort)known < (ushort)entry) Volatile.Write(ref known, entry);
        return true;
    }

    private bool TryMove(uint bucket, ref int version, out int place)
    {
        ref var cells = ref MemoryMarshal.GetArrayDataReference(Cells);
        for (place = 0; place < Places; place++)
        {
            var entry = Unsafe.Add(ref cells, EntryAt(bucket, place));
            var other = FirstOf(entry) is var first && first != bucket ? first : SecondOf(entry);
            if (other == bucket || FingerprintTags.FirstFree(Unsafe.Add(ref cells, other)) is not (var free and < Places)) continue;
            Volatile.Write(ref version, version + 1);
            Volatile.WriteBarrier();
            Put(other, free, TagAt(bucket, place), entry);
            Clear(bucket, place);
            Count++;
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

    private void Clear(uint bucket, int place)
    {
        Volatile.Write(ref Cells[bucket], Cells[bucket] & ~(0xFFUL << (8 * place)));
        Count--;
    }
}
