using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ScopeAuth.Keys;

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
                for (var number = 0; number < RevokedTokens.Tables; number++) await PutAsync(Table(content.Set.Tokens.Copy(number)));
                var end = new byte[4];
                BinaryPrimitives.WriteUInt32LittleEndian(end, ~sum);
                await file.WriteAsync(end, cancellationToken);
                file.Flush(flushToDisk: true);

                async Task PutAsync(byte[] bytes)
                {
                    sum = JournalFrame.Sum(sum, bytes);
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
        var length = RandomAccess.GetLength(file);
        if (length is < FixedLength + 4 or > int.MaxValue - 64) return null;
        var bytes = GC.AllocateUninitializedArray<byte>((int)length);
        for (var read = 0; read < bytes.Length;)
        {
            var got = RandomAccess.Read(file, bytes.AsSpan(read), read);
            if (got == 0) return null;
            read += got;
        }
        var rest = bytes.AsSpan(..^4);
        if (!rest[..8].SequenceEqual(Title) || !rest[8..24].SequenceEqual(key)) return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(^4..)) != ~JournalFrame.Sum(uint.MaxValue, rest)) return null;

        var content = new JournalContent(SipHash.Create(key), new(BinaryPrimitives.ReadInt64LittleEndian(rest[24..]), TimeSpan.Zero));
        (number, place) = (BinaryPrimitives.ReadInt64LittleEndian(rest[40..]), BinaryPrimitives.ReadInt64LittleEndian(rest[48..]));
        ReadOnlySpan<byte> tail = ReadLists(rest, content);
        for (var table = 0; table < RevokedTokens.Tables; table++) ReadTable(ref tail, table, content.Set);
        content.LastSequence = BinaryPrimitives.ReadInt64LittleEndian(rest[32..]);
        content.Entries = BinaryPrimitives.ReadInt64LittleEndian(rest[56..]);
        return content;
    }

    private static ReadOnlySpan<byte> ReadLists(ReadOnlySpan<byte> bytes, JournalContent content)
    {
        var (lifts, groups, groupBytes) = (BinaryPrimitives.ReadInt32LittleEndian(bytes[64..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[68..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[72..]));
        var rest = bytes[FixedLength..];
        for (; lifts > 0; lifts--, rest = rest[24..]) content.Lift(BinaryPrimitives.ReadInt64LittleEndian(rest), new Guid(rest[8..24], bigEndian: true));
        var list = rest[..groupBytes];
        for (; groups > 0; groups--)
        {
            var entry = JournalEntry.Take(ref list);
            content.Add(entry.Sequence, entry.ToRecord());
        }
        return rest[groupBytes..];
    }

    private static void ReadTable(ref ReadOnlySpan<byte> bytes, int number, RevokedSet set)
    {
        var (buckets, count) = (BinaryPrimitives.ReadInt32LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]));
        bytes = bytes[8..];
        if (buckets == 0) return;
        var cells = GC.AllocateUninitializedArray<ulong>(buckets * (FingerprintTable.Places + 1));
        var raw = bytes[..(cells.Length * sizeof(ulong))];
        raw.CopyTo(MemoryMarshal.AsBytes(cells.AsSpan()));
        set.Restore(number, new(buckets, cells, count));
        bytes = bytes[raw.Length..];
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

    private static byte[] Table(FingerprintTable? table)
    {
        var bytes = new byte[8 + (table?.Cells.Length ?? 0) * sizeof(ulong)];
        if (table is null) return bytes;
        BinaryPrimitives.WriteInt32LittleEndian(bytes, table.Buckets);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), table.Count);
        MemoryMarshal.AsBytes(table.Cells.AsSpan()).CopyTo(bytes.AsSpan(8));
        return bytes;
    }
}
