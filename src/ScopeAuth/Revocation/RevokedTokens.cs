using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ScopeAuth.Revocation;

/// <summary>The revoked tokens of a node, by fingerprint: ten bytes for each. Read without locks; one writer at a time, under a lock of the owner.</summary>
/// <remarks>
/// 2,048 tables, so that one grows or is copied in a fraction of a millisecond. Eleven bits of the fingerprint choose the table and 56 are kept in
/// it: of 10^13 tokens that are not revoked, less than one is taken for one of ten million that are. What has ended is cleared away and leaves no trace.
/// What adds is compiled for speed at once: the first hundred thousand after a start would take three times as long.
/// </remarks>
/// <param name="origin">From where the hours of the ends are counted: not later than now.</param>
internal sealed class RevokedTokens(DateTimeOffset origin)
{
    public const int Tables = 2048;

    private const ushort Never = ushort.MaxValue;
    private const double Growth = 1.25;

    // The cells of each table, without anything around them: a look-up would have to fetch that, too.
    private readonly ulong[]?[] _tables = new ulong[]?[Tables];
    private readonly int[] _counts = new int[Tables];
    private readonly int[] _versions = new int[Tables];

    private volatile bool _everHadOne;

    public DateTimeOffset Origin => origin;

    /// <summary>Whether there was never one: then no token has to be hashed. That is not taken back when the last has ended.</summary>
    public bool IsUnused => !_everHadOne;

    public long Count => _counts.Sum(count => (long)count);

    /// <summary>Whether it is in.</summary>
    /// <remarks>It waits for the memory. The shorter it is, the more look-ups the processor has under way at a time: what is rare is elsewhere.</remarks>
    public bool Contains(RevocationId id)
    {
        var number = TableOf(id);
        ref var changes = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_versions), number);
        var version = Volatile.Read(ref changes);
        if (Volatile.Read(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_tables), number)) is not { } cells) return false;
        if (new FingerprintTable(cells).MayContain(TagOf(id), EntryOf(id, 0))) return Look(id);
        Volatile.ReadBarrier();
        return ((version & 1) != 0 || version != Volatile.Read(ref changes)) && Look(id);
    }

    /// <summary>Adds it. Where it is in already, the later of the two ends stands.</summary>
    /// <returns>Whether it is new.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Add(RevocationId id, DateTimeOffset? endsAt) => Add(TableOf(id), TagOf(id), EntryOf(id, HourOf(endsAt)));

    /// <summary>The same, of what <see cref="TableOf"/>, <see cref="TagOf"/> and <see cref="EntryOf"/> say.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Add(int number, byte tag, ulong entry)
    {
        var addition = _tables[number] is { } cells ? new FingerprintTable(cells).TryAdd(tag, entry, ref _versions[number]) : FingerprintAddition.NoRoom;
        if (addition == FingerprintAddition.NoRoom) return AddToLarger(number, tag, entry);
        if (addition == FingerprintAddition.New) _counts[number]++;
        return addition == FingerprintAddition.New;
    }

    public bool Remove(RevocationId id)
    {
        var number = TableOf(id);
        if (_tables[number] is not { } cells || !new FingerprintTable(cells).Remove(TagOf(id), EntryOf(id, 0))) return false;
        _counts[number]--;
        return true;
    }

    /// <summary>A time at which it has ended, less than an hour late; null if it is not in.</summary>
    public DateTimeOffset? LatestEndOf(RevocationId id) => (_tables[TableOf(id)] is { } cells ? new FingerprintTable(cells).EndOf(TagOf(id), EntryOf(id, 0)) : null) switch
    {
        null => null,
        Never => DateTimeOffset.MaxValue,
        { } hours => origin.AddHours(hours),
    };

    /// <summary>Drops what has ended, up to an hour late. The room is given back where little is left.</summary>
    public void Drop(DateTimeOffset endedBefore)
    {
        var hours = Math.Floor((endedBefore - origin).TotalHours);
        if (hours < 0) return;
        for (var number = 0; number < Tables; number++)
        {
            if (_tables[number] is not { } cells) continue;
            var table = new FingerprintTable(cells);
            var count = _counts[number] -= table.Drop((ushort)Math.Min(hours, Never - 1));
            if (count == 0) Volatile.Write(ref _tables[number], null);
            else if (count < table.Buckets * FingerprintTable.Places / 2)
                Volatile.Write(ref _tables[number], Resize(table, SizeAbove(count * 5 / 4 / FingerprintTable.Places, number)).Cells);
        }
    }

    /// <summary>The cells of one table as they are, for a snapshot that is taken while others read; none if it has no entry.</summary>
    /// <param name="number">Which table.</param>
    /// <param name="count">How many entries it has.</param>
    public ReadOnlySpan<ulong> CellsOf(int number, out int count)
    {
        count = _counts[number];
        return _tables[number];
    }

    /// <summary>Takes a table as <see cref="CellsOf"/> gave it.</summary>
    /// <exception cref="ArgumentException">It has not even one bucket, and everything would be looked up beyond its end.</exception>
    public void Restore(int number, ulong[] cells, int count)
    {
        if (new FingerprintTable(cells).Buckets == 0) throw new ArgumentException("A table has one bucket at least.", nameof(cells));
        _everHadOne = true;
        (_counts[number], _tables[number]) = (count, cells);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Look(RevocationId id)
    {
        var number = TableOf(id);
        while (true)
        {
            var version = Volatile.Read(ref _versions[number]);
            if (Volatile.Read(ref _tables[number]) is not { } cells) return false;
            if (new FingerprintTable(cells).Contains(TagOf(id), EntryOf(id, 0))) return true;
            // It may have been missed while it moved from one bucket to the other.
            Volatile.ReadBarrier();
            if ((version & 1) == 0 && version == Volatile.Read(ref _versions[number])) return false;
            Thread.SpinWait(1);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool AddToLarger(int number, byte tag, ulong entry)
    {
        _everHadOne = true;
        while (true)
        {
            var table = new FingerprintTable(_tables[number] ?? []);
            table = Resize(table, SizeAbove(table.Buckets, number));
            Volatile.Write(ref _tables[number], table.Cells);
            var addition = table.TryAdd(tag, entry, ref _versions[number]);
            if (addition == FingerprintAddition.NoRoom) continue;
            if (addition == FingerprintAddition.New) _counts[number]++;
            return addition == FingerprintAddition.New;
        }
    }

    private static FingerprintTable Resize(FingerprintTable table, int buckets)
    {
        while (true)
        {
            if (ResizedTable.Of(table, buckets) is { } resized) return resized;
            buckets++;
        }
    }

    // Each table has sizes of its own, so that they do not all grow at the same time and the room they take in all grows evenly.
    private static int SizeAbove(int buckets, int number)
    {
        if (buckets < 8) return buckets + 1;
        var step = Math.Floor(Math.Log(buckets, Growth) - (double)number / Tables) + (double)number / Tables;
        int size;
        do size = (int)Math.Pow(Growth, step++);
        while (size <= buckets);
        return size;
    }

    /// <summary>The hour in which it ends. Rounded up: nothing is dropped too early.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ushort HourOf(DateTimeOffset? endsAt)
    {
        if (endsAt is not { } end) return Never;
        var hours = (end.UtcTicks - origin.UtcTicks + TimeSpan.TicksPerHour - 1) / TimeSpan.TicksPerHour;
        return (ushort)Math.Clamp(hours, 0, Never);
    }

    public static int TableOf(RevocationId id) => (int)(id.High >> 53);

    public static byte TagOf(RevocationId id) => (byte)(id.High >> 32) is var tag and not 0 ? tag : (byte)1;

    public static ulong EntryOf(RevocationId id, ushort hour) => (id.Low >> 3 << 16) | hour;
}
