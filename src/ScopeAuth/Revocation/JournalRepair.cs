using System.Buffers;
using ScopeAuth.Storage;

namespace ScopeAuth.Revocation;

/// <summary>Replaces a file of the journal by a copy with less in it, in one step: whoever reads the old one reads on.</summary>
internal static class JournalRepair
{
    private const int FrameBytes = 256 * 1024;

    public delegate bool IsAlive(in JournalEntry entry);

    /// <param name="segment">The file.</param>
    /// <param name="isAlive">Which entries stay; null for all that can be read, without what is damaged.</param>
    /// <returns>The new length, and how many entries were left out.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, and only dead entries were to be left out.</exception>
    public static (long Length, long Dropped) Rewrite(JournalSegment segment, IsAlive? isAlive)
    {
        var draft = $"{segment.Path}.{Guid.NewGuid():N}.tmp";
        long dropped = 0, length;
        try
        {
            using (var source = segment.OpenToRead())
            using (var target = new FileStream(draft, AtomicFile.NewFile()))
            {
                var (key, lastSequence) = segment.ReadHeader(source);
                target.Write(segment.Header(key, lastSequence));
                var end = RandomAccess.GetLength(source);
                var reader = new JournalReader(source, JournalSegment.HeaderLength, end);
                var frame = new ArrayBufferWriter<byte>(FrameBytes);
                while (true)
                {
                    while (reader.TryRead(out var body)) dropped += Copy(body, isAlive, frame, target);
                    if (reader.Position == end) break;
                    if (isAlive is not null) throw new InvalidDataException($"The revocation journal {segment.Path} is damaged at byte {reader.Position}.");
                    if (!reader.TryFindNext()) break;
                }
                Put(frame, target);
                target.Flush(flushToDisk: true);
                length = target.Length;
            }
            if (dropped > 0 || isAlive is null)
            {
                segment.HasGoodIds = false;
                File.Delete(segment.IdsPath);
                File.Move(draft, segment.Path, overwrite: true);
            }
            return (length, dropped);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static long Copy(ReadOnlySpan<byte> body, IsAlive? isAlive, ArrayBufferWriter<byte> frame, FileStream target)
    {
        long dropped = 0;
        while (!body.IsEmpty)
        {
            var entry = JournalEntry.Take(ref body);
            if (isAlive is null || isAlive(entry))
            {
                if (frame.WrittenCount == 0) frame.Advance(frame.GetSpan(JournalFrame.HeaderLength)[..JournalFrame.HeaderLength].Length);
                frame.Write(entry.Bytes);
            }
            else
            {
                dropped++;
            }
        }
        if (frame.WrittenCount >= FrameBytes) Put(frame, target);
        return dropped;
    }

    private static void Put(ArrayBufferWriter<byte> frame, FileStream target)
    {
        if (frame.WrittenCount == 0) return;
        var bytes = frame.WrittenSpan.ToArray();
        JournalFrame.WriteHeader(bytes);
        target.Write(bytes);
        frame.ResetWrittenCount();
    }
}
