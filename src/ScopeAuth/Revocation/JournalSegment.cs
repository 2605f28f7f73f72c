using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using ScopeAuth.Storage;

namespace ScopeAuth.Revocation;

/// <summary>One file of the journal. The last one is written to; the others change only when they are replaced by a shorter copy.</summary>
internal sealed class JournalSegment(string folder, long number)
{
    public const int HeaderLength = 56;

    private static readonly byte[] Title = "SCOPEAUTH-REV-1\n"u8.ToArray();

    public long Number { get; } = number;

    /// <summary>The lowest sequence in it, once it was read.</summary>
    public long? FirstSequence { get; set; }

    public string Path { get; } = System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"journal-{number:D8}.log"));

    /// <summary>Where each revocation stands, while the file is written to.</summary>
    public JournalPlaces Places { get; } = new();

    /// <summary>The file beside it that says where each revocation stands.</summary>
    public string IdsPath => System.IO.Path.ChangeExtension(Path, ".ids");

    /// <summary>Whether <see cref="IdsPath"/> was read to its last byte, or written, by this process.</summary>
    public bool HasGoodIds { get; set; }

    /// <summary>The segments of a folder in order, without gaps.</summary>
    /// <exception cref="InvalidDataException">One is missing.</exception>
    public static List<JournalSegment> FindAll(string folder)
    {
        var numbers = Directory.EnumerateFiles(folder, "journal-????????.log")
            .Select(path => long.Parse(System.IO.Path.GetFileNameWithoutExtension(path)["journal-".Length..], NumberStyles.None, CultureInfo.InvariantCulture))
            .Order().ToList();
        for (var place = 1; place < numbers.Count; place++)
            if (numbers[place] != numbers[place - 1] + 1) throw new InvalidDataException($"The revocation journal {new JournalSegment(folder, numbers[place - 1] + 1).Path} is missing.");
        return [.. numbers.Select(number => new JournalSegment(folder, number))];
    }

    /// <summary>The beginning of a file: what it is, which one, the key of the IDs, the last sequence before it, a checksum.</summary>
    public byte[] Header(ReadOnlySpan<byte> key, long lastSequence)
    {
        var header = new byte[HeaderLength];
        Title.CopyTo(header, 0);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), Number);
        key.CopyTo(header.AsSpan(24));
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(40), lastSequence);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(48), JournalFrame.Sum(uint.MaxValue, header.AsSpan(0, 48)));
        return header;
    }

    public Task CreateAsync(ReadOnlyMemory<byte> key, long lastSequence) => AtomicFile.WriteAsync(Path, Header(key.Span, lastSequence));

    /// <summary>For one reader; others may write, replace or delete the file meanwhile.</summary>
    public SafeFileHandle OpenToRead() => File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);

    /// <exception cref="InvalidDataException">The file does not begin as it should.</exception>
    public (byte[] Key, long LastSequence) ReadHeader(SafeFileHandle file)
    {
        var header = new byte[HeaderLength];
        var read = RandomAccess.Read(file, header, 0);
        if (read < HeaderLength || !header.AsSpan(0, 16).SequenceEqual(Title)
            || BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(48)) != JournalFrame.Sum(uint.MaxValue, header.AsSpan(0, 48)))
            throw new InvalidDataException($"The revocation journal {Path} is damaged at byte 0.");
        return (header[24..40], BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(40)));
    }
}
