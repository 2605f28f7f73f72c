using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ScopeAuth.Storage;

namespace ScopeAuth.Revocation;

/// <summary>What the memory holds, as a file: a start reads it instead of ten million entries of the journal. The journal alone is the truth.</summary>
/// <remarks>
/// Little-endian: title (8), key (16), origin of the hours in ticks (8), last sequence (8), number of the file (8) and place in it (8) from which the journal
/// goes on, entries (8), number of lifts (4), number of groups (4), bytes of the groups (4); the lifts, the groups as journal entries, the tables; CRC-32C (4).
/// </remarks>
internal static class JournalSnapshot
{
    private const int FixedLength = 76;

    private static readonly byte[] Title = "SAREVIX1"u8.ToArray();

    /// <summary>Writes it while others go on writing to the journal: what they add meanwhile is in both, and does no harm twice.</summary>
    public static async Task WriteAsync(string path, JournalContent content, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        var draft = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await using (var file = new FileStream(draft, AtomicFile.NewFile()))
            {
                var sum = uint.MaxValue;
                await PutAsync(Start(content, key.Span));
                // One room for all tables: a copy of each would be garbage as large as the whole, and readers wait while that is collected.
                var table = new ArrayBufferWriter<byte>();
                for (var number = 0; number < RevokedTokens.Tables; number++) await PutAsync(Table(content, number, table));
                var end = new byte[4];
                BinaryPrimitives.WriteUInt32LittleEndian(end, ~sum);
                await file.WriteAsync(end, cancellationToken);
                file.Flush(flushToDisk: true);

                async Task PutAsync(ReadOnlyMemory<byte> bytes)
                {
                    sum = JournalFrame.Sum(sum, bytes.Span);
                    await file.WriteAsync(bytes, cancellationToken);
                }
            }
            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    /// <summary>Reads it.</summary>
    /// <returns>Null if there is none, or none that is whole and belongs to this journal.</returns>
    public static JournalContent? Read(string path, ReadOnlySpan<byte> key, out long number, out long place)
    {
        (number, place) = (0, 0);
        if (!File.Exists(path)) return null;
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var reader = new SnapshotReader(file);
        var start = new byte[FixedLength];
        if (!reader.TryFill(start) || !start.AsSpan(0, 8).SequenceEqual(Title) || !start.AsSpan(8, 16).SequenceEqual(key)) return null;
        var (lifts, groups, groupBytes) = (NumberAt(start, 64), NumberAt(start, 68), NumberAt(start, 72));
        if (lifts < 0 || groups < 0 || groupBytes < 0 || 24L * lifts + groupBytes > reader.Left) return null;
        var lists = new byte[24 * lifts + groupBytes];
        if (!reader.TryFill(lists)) return null;

        // Nothing of it is believed before the checksum at the end is right, so the lists are read only then.
        var content = new JournalContent(SipHash.Create(key), new(LongAt(start, 24), TimeSpan.Zero));
        for (var table = 0; table < RevokedTokens.Tables; table++)
            if (!TryReadTable(reader, table, content.Set)) return null;
        if (!reader.IsWhole()) return null;
        ReadLists(lists, lifts, groups, content);
        (content.LastSequence, number, place, content.Entries) = (LongAt(start, 32), LongAt(start, 40), LongAt(start, 48), LongAt(start, 56));
        return content;
    }

    private static int NumberAt(byte[] bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));

    private static long LongAt(byte[] bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));

    private static void ReadLists(ReadOnlySpan<byte> rest, int lifts, int groups, JournalContent content)
    {
        // What was lifted may have been revoked again since: the tables are as of later than the lifts.
        for (; lifts > 0; lifts--, rest = rest[24..]) content.Supersede(BinaryPrimitives.ReadInt64LittleEndian(rest), new Guid(rest[8..24], bigEndian: true));
        for (; groups > 0; groups--)
        {
            var entry = JournalEntry.Take(ref rest);
            content.Add(entry.Sequence, entry.ToRecord());
        }
    }

    private static bool TryReadTable(SnapshotReader reader, int number, RevokedSet set)
    {
        var start = new byte[8];
        if (!reader.TryFill(start)) return false;
        var buckets = NumberAt(start, 0);
        if (buckets == 0) return true;
        if (buckets < 0 || (long)buckets * (FingerprintTable.Places + 1) * sizeof(ulong) > reader.Left) return false;
        var cells = GC.AllocateUninitializedArray<ulong>(buckets * (FingerprintTable.Places + 1));
        if (!reader.TryFill(MemoryMarshal.AsBytes(cells.AsSpan()))) return false;
        set.Restore(number, cells, NumberAt(start, 4));
        return true;
    }

    private static byte[] Start(JournalContent content, ReadOnlySpan<byte> key)
    {
        var lists = new ArrayBufferWriter<byte>();
        var start = new byte[FixedLength];
        lock (content.Gate)
        {
            var lifts = content.Lifts.ToList();
            foreach (var (id, sequence) in lifts)
            {
                var span = lists.GetSpan(24);
                BinaryPrimitives.WriteInt64LittleEndian(span, sequence);
                id.TryWriteBytes(span[8..], bigEndian: true, out _);
                lists.Advance(24);
            }
            var groups = content.Groups.ToList();
            foreach (var (sequence, record) in groups) JournalEntry.Write(lists, sequence, record);
            Title.CopyTo(start, 0);
            key.CopyTo(start.AsSpan(8));
            long[] numbers = [content.Set.Tokens.Origin.UtcTicks, content.LastSequence, content.Segments[^1].Number, content.End, content.Entries];
            for (var place = 0; place < numbers.Length; place++) BinaryPrimitives.WriteInt64LittleEndian(start.AsSpan(24 + 8 * place), numbers[place]);
            int[] counts = [lifts.Count, groups.Count, lists.WrittenCount - 24 * lifts.Count];
            for (var place = 0; place < counts.Length; place++) BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(64 + 4 * place), counts[place]);
        }
        return [.. start, .. lists.WrittenSpan];
    }

    private static ReadOnlyMemory<byte> Table(JournalContent content, int number, ArrayBufferWriter<byte> room)
    {
        room.ResetWrittenCount();
        lock (content.Gate)
        {
            var cells = content.Set.Tokens.CellsOf(number, out var count);
            var bytes = room.GetSpan(8 + cells.Length * sizeof(ulong));
            BinaryPrimitives.WriteInt32LittleEndian(bytes, cells.Length / (FingerprintTable.Places + 1));
            BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], count);
            MemoryMarshal.AsBytes(cells).CopyTo(bytes[8..]);
            room.Advance(8 + cells.Length * sizeof(ulong));
        }
        return room.WrittenMemory;
    }
}
