using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using ScopeAuth.Diagnostics;

namespace ScopeAuth.Revocation;

/// <summary>Reads the journal when the application starts: a torn end is cut off, damage anywhere else stops the start.</summary>
internal sealed class JournalStart(string folder, JournalDamage whenDamaged, TimeProvider clock, ILogger logger)
{
    // A snapshot counts hours from its origin, which may be handed on from one to the next for years, or be of a clock that was wrong. Beyond what an hour
    // can be counted to, and before its origin, nothing would end.
    private static readonly TimeSpan OldestOrigin = TimeSpan.FromDays(4 * 365);

    public static string SnapshotIn(string folder) => Path.Combine(folder, "index.snapshot");

    public byte[] Key { get; private set; } = [];

    public bool UsedSnapshot { get; private set; }

    /// <exception cref="InvalidDataException">The journal is damaged; the message says where, and what to do.</exception>
    public async Task<JournalContent> LoadAsync()
    {
        foreach (var draft in Directory.EnumerateFiles(folder, "*.tmp")) File.Delete(draft);
        var segments = JournalSegment.FindAll(folder);
        if (segments.Count == 0)
        {
            segments.Add(new(folder, 1));
            await segments[0].CreateAsync(RandomNumberGenerator.GetBytes(SipHash.KeyLength), lastSequence: 0);
        }
        var lastSequence = ReadHeaders(segments);

        var now = clock.GetUtcNow();
        var content = JournalSnapshot.Read(SnapshotIn(folder), Key, out var number, out var place);
        if (content?.Set.Tokens.Origin is { } origin && (origin > now || now - origin > OldestOrigin)) content = null;
        UsedSnapshot = content is not null;
        if (content is null) (number, place) = (segments[0].Number, JournalSegment.HeaderLength);
        content ??= new(SipHash.Create(Key), now);
        content.LastSequence = Math.Max(content.LastSequence, lastSequence);
        content.Drop(now - RevocationFollower.KeptAfterEnd);

        var first = segments.FindIndex(segment => segment.Number == number);
        if (first < 0) throw new InvalidDataException($"The revocation journal {new JournalSegment(folder, number).Path} is missing.");
        for (var each = first; each < segments.Count; each++)
            content.End = Replay(content, segments[each], each == first ? place : JournalSegment.HeaderLength, isLast: each == segments.Count - 1);
        content.Set.Settle();
        content.Segments.AddRange(segments);
        return content;
    }

    private long ReadHeaders(List<JournalSegment> segments)
    {
        long last = 0;
        foreach (var segment in segments)
        {
            using var file = segment.OpenToRead();
            (var key, last) = segment.ReadHeader(file);
            if (segment == segments[0]) Key = key;
            else if (!Key.AsSpan().SequenceEqual(key)) throw new InvalidDataException($"The revocation journal {segment.Path} does not belong to the others.");
        }
        return last;
    }

    /// <returns>Where the file ends.</returns>
    private long Replay(JournalContent content, JournalSegment segment, long start, bool isLast)
    {
        long end;
        var isDamaged = false;
        using (var file = segment.OpenToRead())
        {
            end = RandomAccess.GetLength(file);
            if (end < start) throw new InvalidDataException($"The revocation journal {segment.Path} ends at byte {end}, before what it held when the application stopped ({start}).");
            var reader = new JournalReader(file, start, end);
            while (true)
            {
                Apply(content, segment, reader, isFromBeginning: start == JournalSegment.HeaderLength);
                if (reader.Position == end) break;
                var at = reader.Position;
                var goesOn = reader.TryFindNext();
                if (isLast && !goesOn)
                {
                    Log.JournalTornEnd(logger, segment.Path, at, end - at);
                    CutOff(segment, end = at);
                    break;
                }
                Refuse(segment, at, (goesOn ? reader.Position : end) - at);
                isDamaged = true;
                if (!goesOn) break;
            }
        }
        if (!isDamaged) return end;
        // A snapshot names a place in a file that is now replaced.
        File.Delete(SnapshotIn(folder));
        return JournalRepair.Rewrite(segment, isAlive: null).Length;
    }

    private static void Apply(JournalContent content, JournalSegment segment, JournalReader reader, bool isFromBeginning)
    {
        while (reader.TryRead(out var body))
        {
            while (!body.IsEmpty)
            {
                var entry = JournalEntry.Take(ref body);
                if (isFromBeginning) segment.FirstSequence ??= entry.Sequence;
                content.Apply(entry);
            }
        }
    }

    private void Refuse(JournalSegment segment, long at, long length)
    {
        if (whenDamaged == JournalDamage.StopStart)
        {
            throw new InvalidDataException(
                $"The revocation journal {segment.Path} is damaged at byte {at}: revocations may be missing. Restore it from a backup, or set "
                + "ScopeAuth:Revocation:WhenDamaged to StartWithout, which keeps a copy and goes on without what is damaged.");
        }
        Log.JournalDamaged(logger, segment.Path, at, length);
        var copy = $"{segment.Path}.damaged";
        if (!File.Exists(copy)) File.Copy(segment.Path, copy);
    }

    private static void CutOff(JournalSegment segment, long end)
    {
        using var file = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.SetLength(file, end);
        RandomAccess.FlushToDisk(file);
    }
}
