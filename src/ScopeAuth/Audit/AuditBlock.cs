namespace ScopeAuth.Audit;

/// <summary>A stretch of a file of the trail, searched from its end.</summary>
/// <param name="content">The bytes.</param>
/// <param name="start">Where they stand in the file.</param>
internal sealed class AuditBlock(ReadOnlyMemory<byte> content, long start)
{
    /// <summary>Adds the records that match, the newest first.</summary>
    /// <returns>The start of the last line that was looked at: everything before it is still to be read.</returns>
    public long Search(AuditFilter filter, List<AuditRecord> found, int limit)
    {
        // A line of which the block holds only the end is read with the block before; a line that nobody has ended yet is being written.
        var first = start == 0 ? 0 : content.Span.IndexOf((byte)'\n') + 1;
        if (first == 0 && start > 0) return start;
        var end = content.Span.LastIndexOf((byte)'\n') + 1;
        // A line longer than a block is none of ours; what is before it is.
        if (end <= first) return start;

        while (end > first && found.Count < limit)
        {
            var at = filter.Rarest.IsEmpty ? end - 1 : first + content.Span[first..end].LastIndexOf(filter.Rarest);
            if (at < first) return start + first;
            var lineStart = first + content.Span[first..at].LastIndexOf((byte)'\n') + 1;
            var line = content[lineStart..(at + content.Span[at..].IndexOf((byte)'\n'))];
            if (filter.Matches(line.Span) && AuditRecordReader.TryRead(line) is { } record) found.Add(record);
            end = lineStart;
        }
        return start + Math.Max(first, end);
    }
}
