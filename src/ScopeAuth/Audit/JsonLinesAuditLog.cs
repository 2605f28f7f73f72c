using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace ScopeAuth.Audit;

/// <summary>Reads the files that <see cref="JsonLinesAuditSink"/> writes, from the end, a block at a time: no page costs more than its own part of the trail.</summary>
/// <remarks>The order is that of writing. Where several processes share a folder, their files come one after the other.</remarks>
internal sealed class JsonLinesAuditLog(AuditSettings settings, AuditDisk? disk = null) : IAuditLog
{
    private const int BlockBytes = 1024 * 1024;

    /// <summary>So much is searched for one page, however rare what is searched for is.</summary>
    public const long MaxBytesOfOnePage = 512L * 1024 * 1024;

    private readonly AuditDisk _disk = disk ?? AuditDisk.Real;

    public bool IsKept => settings.Directory is not null;

    public async ValueTask<AuditPage> QueryAsync(AuditQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > AuditQuery.MaxLimit) throw new ArgumentException($"A page has 1 to {AuditQuery.MaxLimit} records.", nameof(query));
        var after = After(query);
        if (settings.Directory is not { } directory) return new([], null);

        var buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            return await SearchAsync(directory, query, after, buffer, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static AuditFilePosition? After(AuditQuery query)
    {
        if (query.After is not { } text) return null;
        return AuditFilePosition.TryParse(text, out var position) ? position : throw new ArgumentException("No page of this trail ended there.", nameof(query));
    }

    private async ValueTask<AuditPage> SearchAsync(
        string directory, AuditQuery query, AuditFilePosition? after, byte[] buffer, CancellationToken cancellationToken)
    {
        var filter = new AuditFilter(query);
        var found = new List<AuditRecord>();
        var left = MaxBytesOfOnePage;
        // A record is written after it was decided: a file of a day before holds none of the time span.
        var firstDay = query.From is { } from ? DateOnly.FromDateTime(from.UtcDateTime) : DateOnly.MinValue;
        foreach (var file in AuditFilePosition.In(directory))
        {
            if (file.Day < firstDay) break;
            if (after is { } place && place.IsOlderThan(file)) continue;
            if (found.Count == query.Limit) return new(found, (file with { Offset = long.MaxValue }).ToString());
            using var handle = File.OpenHandle(Path.Combine(directory, file.FileName), share: FileShare.ReadWrite | FileShare.Delete, options: FileOptions.Asynchronous);
            var end = Math.Min(RandomAccess.GetLength(handle), after is { } within && within.IsIn(file) ? within.Offset : long.MaxValue);
            while (end > 0)
            {
                if (found.Count == query.Limit || left <= 0) return new(found, (file with { Offset = end }).ToString());
                var start = Math.Max(0, end - BlockBytes);
                var block = await ReadAsync(handle, buffer.AsMemory(0, (int)(end - start)), start, cancellationToken);
                left -= block.Length;
                end = new AuditBlock(block, start).Search(filter, found, query.Limit);
            }
        }
        return new(found, null);
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadAsync(SafeFileHandle file, Memory<byte> buffer, long start, CancellationToken cancellationToken)
    {
        var length = 0;
        while (length < buffer.Length && await _disk.Read(file, buffer[length..], start + length, cancellationToken) is var read and > 0) length += read;
        return buffer[..length];
    }
}
