using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using ScopeAuth.Storage;

namespace ScopeAuth.Revocation;

/// <summary>Where each revocation of a journal file at rest stands, sorted by ID, in a file beside it: who looks for one does not read the journal.</summary>
/// <remarks>
/// Little-endian: title (8), length of the journal file (8), CRC-32C of the rest (4); for each revocation the first half of its ID (8) and the place of its
/// frame (4). It is made when it is first needed, and made anew where it does not fit. It says where to look; what stands there decides.
/// </remarks>
internal sealed class JournalIds : IDisposable
{
    private const int HeaderLength = 20;
    private const int EntryLength = 12;

    private static readonly byte[] Title = "SAREVID1"u8.ToArray();

    private readonly JournalSegment _segment;
    private readonly SafeFileHandle _journal;
    private readonly SafeFileHandle _file;
    private readonly long _count;

    private JournalIds(JournalSegment segment, SafeFileHandle journal, SafeFileHandle file) =>
        (_segment, _journal, _file, _count) = (segment, journal, file, (RandomAccess.GetLength(file) - HeaderLength) / EntryLength);

    /// <returns>Null where there is none and none can be written: then the journal has to be read.</returns>
    /// <exception cref="InvalidDataException">The journal file is damaged.</exception>
    public static JournalIds? TryOpen(JournalSegment segment, SafeFileHandle journal)
    {
        try
        {
            if (Open(segment, journal) is { } there) return there;
            // Places have 32 bits; a file is that large only where for a long time there was no room for the next.
            if (RandomAccess.GetLength(journal) > uint.MaxValue) return null;
            Write(segment, RandomAccess.GetLength(journal), Collect(segment, journal));
            return Open(segment, journal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The last entry of an ID in the file.</summary>
    /// <param name="id">The ID.</param>
    /// <param name="counts">Which entries count; null for all.</param>
    public (long Sequence, RevocationRecord Record)? Find(Guid id, JournalRepair.IsAlive? counts)
    {
        (long Sequence, RevocationRecord Record)? found = null;
        var end = RandomAccess.GetLength(_journal);
        foreach (var place in PlacesOf(RevocationId.From(id).High))
        {
            if (!new JournalReader(_journal, place, end).TryRead(out var body)) throw new InvalidDataException($"The revocation journal {_segment.Path} is damaged at byte {place}.");
            while (!body.IsEmpty)
            {
                var entry = JournalEntry.Take(ref body);
                if (!entry.IsLift && entry.Id == id && counts?.Invoke(entry) != false) found = (entry.Sequence, entry.ToRecord());
            }
        }
        return found;
    }

    public void Dispose() => _file.Dispose();

    private static JournalIds? Open(JournalSegment segment, SafeFileHandle journal)
    {
        if (!File.Exists(segment.IdsPath)) return null;
        var file = File.OpenHandle(segment.IdsPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess);
        if (IsGood(segment, journal, file)) return new(segment, journal, file);
        file.Dispose();
        return null;
    }

    private static bool IsGood(JournalSegment segment, SafeFileHandle journal, SafeFileHandle file)
    {
        var header = new byte[HeaderLength];
        if (RandomAccess.Read(file, header, 0) < HeaderLength || !header.AsSpan(0, 8).SequenceEqual(Title)) return false;
        if (BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(8)) != RandomAccess.GetLength(journal)) return false;
        if (segment.HasGoodIds) return true;
        var rest = new byte[RandomAccess.GetLength(file) - HeaderLength];
        return segment.HasGoodIds = RandomAccess.Read(file, rest, HeaderLength) == rest.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(16)) == ~JournalFrame.Sum(uint.MaxValue, rest);
    }

    private static List<(ulong Id, uint Place)> Collect(JournalSegment segment, SafeFileHandle journal)
    {
        var ids = new List<(ulong Id, uint Place)>();
        var end = RandomAccess.GetLength(journal);
        var reader = new JournalReader(journal, JournalSegment.HeaderLength, end);
        for (var place = reader.Position; reader.TryRead(out var body); place = reader.Position)
        {
            while (!body.IsEmpty)
            {
                var entry = JournalEntry.Take(ref body);
                if (!entry.IsLift) ids.Add((RevocationId.From(entry.Id).High, (uint)place));
            }
        }
        if (reader.Position < end) throw new InvalidDataException($"The revocation journal {segment.Path} is damaged at byte {reader.Position}.");
        ids.Sort();
        return ids;
    }

    private static void Write(JournalSegment segment, long length, List<(ulong Id, uint Place)> ids)
    {
        var bytes = new byte[HeaderLength + EntryLength * ids.Count];
        Title.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), length);
        for (var number = 0; number < ids.Count; number++)
        {
            var entry = bytes.AsSpan(HeaderLength + EntryLength * number);
            BinaryPrimitives.WriteUInt64LittleEndian(entry, ids[number].Id);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], ids[number].Place);
        }
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), ~JournalFrame.Sum(uint.MaxValue, bytes.AsSpan(HeaderLength)));
        var draft = $"{segment.IdsPath}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = new FileStream(draft, AtomicFile.NewFile())) file.Write(bytes);
            File.Move(draft, segment.IdsPath, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private List<long> PlacesOf(ulong id)
    {
        var (low, high) = (0L, _count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Read(middle).Id < id) low = middle + 1;
            else high = middle;
        }
        var places = new List<long>();
        for (; low < _count && Read(low) is var entry && entry.Id == id; low++)
            if (places.Count == 0 || places[^1] != entry.Place) places.Add(entry.Place);
        return places;
    }

    private (ulong Id, uint Place) Read(long number)
    {
        Span<byte> entry = stackalloc byte[EntryLength];
        if (RandomAccess.Read(_file, entry, HeaderLength + EntryLength * number) < EntryLength) throw new InvalidDataException($"{_segment.IdsPath} is damaged; it may be deleted.");
        return (BinaryPrimitives.ReadUInt64LittleEndian(entry), BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]));
    }
}
