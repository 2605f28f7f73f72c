using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace ScopeAuth.Revocation;

/// <summary>Finds, lists and counts what the journal holds, by reading it. Writers are not held up.</summary>
internal sealed class JournalScan(JournalContent content)
{
    private const int FewIds = 32;

    private delegate bool Visit(in JournalEntry entry);

    /// <summary>The record of an ID, if it is in force.</summary>
    public RevocationRecord? Find(Guid id) => Find(new HashSet<Guid> { id }, alive: true, CancellationToken.None).TryGetValue(id, out var found) ? found.Record : null;

    /// <summary>The records of some IDs, in force or the last that were.</summary>
    public Dictionary<Guid, (long Sequence, RevocationRecord Record)> Find(IReadOnlySet<Guid> ids, bool alive, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, (long Sequence, RevocationRecord Record)>();
        foreach (var segment in Enumerable.Reverse(content.Files()))
        {
            if (found.Count == ids.Count) break;
            // For a few of them it is faster to look where they stand.
            if (ids.Count - found.Count <= FewIds)
            {
                var isAtRest = content.EndOf(segment) is null;
                using var file = Open(segment, out var end);
                if (file is null) continue;
                using var places = isAtRest ? JournalIds.TryOpen(segment, file) : null;
                if (places is not null || (!isAtRest && end <= uint.MaxValue))
                {
                    JournalRepair.IsAlive? counts = alive ? content.IsAlive : null;
                    foreach (var id in ids.Where(id => !found.ContainsKey(id)))
                        if ((isAtRest ? places!.Find(id, counts) : segment.Places.Find(segment.Path, file, end, id, counts)) is { } there) found[id] = there;
                    continue;
                }
            }
            var inSegment = new HashSet<Guid>();
            Read(segment, (in JournalEntry entry) =>
            {
                // The last one in a segment is the newest; a newer segment has been read before.
                if (entry.IsLift || !ids.Contains(entry.Id) || (found.ContainsKey(entry.Id) && !inSegment.Contains(entry.Id))) return true;
                if (alive && !content.IsAlive(entry)) return true;
                inSegment.Add(entry.Id);
                found[entry.Id] = (entry.Sequence, entry.ToRecord());
                return true;
            }, cancellationToken);
        }
        return found;
    }

    /// <summary>What is in force of the tokens that are to be revoked.</summary>
    public Dictionary<Guid, (long Sequence, RevocationRecord Record)> FindRevoked(IReadOnlyList<RevocationChange> changes, CancellationToken cancellationToken)
    {
        HashSet<Guid>? ids = null;
        foreach (var change in changes)
            if (change.Record is { Target.IsOneToken: true, Id: var id } && content.Holds(id) != false) (ids ??= []).Add(id);
        return ids is null ? [] : Find(ids, alive: true, cancellationToken);
    }

    public RevocationPage Query(RevocationQuery query, CancellationToken cancellationToken)
    {
        var wanted = new JournalQuery(query);
        var items = new List<(long Sequence, RevocationRecord Record)>();
        foreach (var segment in Enumerable.Reverse(content.Files()))
        {
            if (segment.FirstSequence is { } first && first >= wanted.Before) continue;
            var last = new Latest(query.PageSize + 1 - items.Count);
            Read(segment, (in JournalEntry entry) =>
            {
                if (wanted.Matches(entry) && content.IsAlive(entry)) last.Add(entry);
                return entry.Sequence < wanted.Before;
            }, cancellationToken);
            items.AddRange(last.NewestFirst());
            if (items.Count > query.PageSize) break;
        }
        var page = items.Take(query.PageSize).ToList();
        var next = items.Count > query.PageSize ? page[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null;
        return new([.. page.Select(item => item.Record)], next);
    }

    public long Count(RevocationQuery query, CancellationToken cancellationToken)
    {
        var wanted = new JournalQuery(query with { Page = null });
        // What is given a later end meanwhile stands a second time behind that.
        var upTo = content.LastSequence;
        long count = 0;
        foreach (var segment in content.Files())
        {
            Read(segment, (in JournalEntry entry) =>
            {
                if (entry.Sequence <= upTo && content.IsAlive(entry) && wanted.Matches(entry)) count++;
                return true;
            }, cancellationToken);
        }
        return count;
    }

    /// <summary>Everything in force up to a sequence, in batches.</summary>
    public IEnumerable<List<RevocationEvent>> ReadAll(long upTo, CancellationToken cancellationToken)
    {
        foreach (var segment in content.Files())
        {
            using var file = Open(segment, out var end);
            if (file is null) continue;
            var reader = new JournalReader(file, JournalSegment.HeaderLength, end);
            while (NextEvents(reader, upTo) is { } events)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return events;
            }
        }
    }

    private List<RevocationEvent>? NextEvents(JournalReader reader, long upTo)
    {
        if (!reader.TryRead(out var body)) return null;
        var events = new List<RevocationEvent>();
        while (!body.IsEmpty)
        {
            var entry = JournalEntry.Take(ref body);
            if (entry.Sequence <= upTo && content.IsAlive(entry))
                events.Add(new(entry.Sequence, entry.Id, IsLift: false, entry.EndsAt, RevocationId.From(entry.Id).IsOneToken ? null : entry.ToRecord()));
        }
        return events;
    }

    // Where it ends is asked once it is open: until then compaction may have put a shorter or a longer file in its place, or left nothing of it.
    private SafeFileHandle? Open(JournalSegment segment, out long end)
    {
        try
        {
            var file = segment.OpenToRead();
            end = content.EndOf(segment) ?? RandomAccess.GetLength(file);
            return file;
        }
        catch (FileNotFoundException) when (!content.Has(segment))
        {
            end = 0;
            return null;
        }
    }

    private void Read(JournalSegment segment, Visit visit, CancellationToken cancellationToken)
    {
        using var file = Open(segment, out var limit);
        if (file is null) return;
        var reader = new JournalReader(file, JournalSegment.HeaderLength, limit);
        while (reader.TryRead(out var body))
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (!body.IsEmpty)
            {
                var entry = JournalEntry.Take(ref body);
                segment.FirstSequence ??= entry.Sequence;
                if (!visit(entry)) return;
            }
        }
        if (reader.Position < limit) throw new InvalidDataException($"The revocation journal {segment.Path} is damaged at byte {reader.Position}.");
    }

    /// <summary>The last few entries of many, without an object for each.</summary>
    private sealed class Latest(int capacity)
    {
        private readonly (byte[] Bytes, int Length)[] _entries = new (byte[], int)[capacity];
        private int _count;

        public void Add(in JournalEntry entry)
        {
            ref var place = ref _entries[_count++ % capacity];
            if (place.Bytes is null || place.Bytes.Length < entry.Bytes.Length) place.Bytes = new byte[entry.Bytes.Length];
            entry.Bytes.CopyTo(place.Bytes);
            place.Length = entry.Bytes.Length;
        }

        public IEnumerable<(long Sequence, RevocationRecord Record)> NewestFirst()
        {
            for (var back = 1; back <= Math.Min(_count, capacity); back++) yield return Decode(_entries[(_count - back) % capacity]);
        }

        private static (long Sequence, RevocationRecord Record) Decode((byte[] Bytes, int Length) entry)
        {
            ReadOnlySpan<byte> bytes = entry.Bytes.AsSpan(0, entry.Length);
            var decoded = JournalEntry.Take(ref bytes);
            return (decoded.Sequence, decoded.ToRecord());
        }
    }
}
