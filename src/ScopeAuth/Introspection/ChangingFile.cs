using Microsoft.Win32.SafeHandles;
using ScopeAuth.Keys;

namespace ScopeAuth.Introspection;

/// <summary>Reads a file's content.</summary>
/// <param name="content">The bytes.</param>
/// <param name="value">What they mean.</param>
/// <param name="fault">Why they mean nothing; quotes nothing of them.</param>
internal delegate bool FileReader<T>(ReadOnlyMemory<byte> content, out T? value, out string fault)
    where T : class;

/// <summary>What a small file holds, read again once it has changed. What cannot be read any more leaves in place what was read before.</summary>
internal sealed class ChangingFile<T>(string path, FileReader<T> read, TimeProvider clock, Action<string> changed, Action<string> faulted)
    where T : class
{
    public const int MaxBytes = 64 * 1024;

    /// <summary>A file written a moment ago may be written again without another time or length: its stamp proves nothing yet.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private Reading? _last;
    private string? _lastFault;

    public async ValueTask<T?> ReadAsync(CancellationToken cancellationToken)
    {
        var last = Volatile.Read(ref _last);
        try
        {
            using var handle = File.OpenHandle(path, options: FileOptions.Asynchronous);
            var stamp = Stamp(handle);
            if (last is not null && stamp != default && stamp == last.Stamp) return last.Value;

            var content = await ReadAsync(handle, cancellationToken);
            if (last is not null && content.AsSpan().SequenceEqual(last.Content)) return last.Value;
            if (content.Length <= MaxBytes && read(content, out var value, out var fault))
            {
                Volatile.Write(ref _last, new(value!, content, stamp));
                _lastFault = null;
                if (last is not null) changed(path);
                return value;
            }
            Report("it is not what it should be");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A link to a directory that is being replaced fails for a moment.
            Report($"it cannot be read ({exception.GetType().Name})");
        }
        return last?.Value;
    }

    private void Report(string fault)
    {
        if (Interlocked.Exchange(ref _lastFault, fault) != fault) faulted($"'{path}': {fault}");
    }

    // Of the opened file, not of its path: a mounted secret is a link whose own time never moves.
    private FileStamp Stamp(SafeFileHandle handle)
    {
        var written = new DateTimeOffset(File.GetLastWriteTimeUtc(handle));
        return (clock.GetUtcNow() - written).Duration() < Settled ? default : new(written, RandomAccess.GetLength(handle));
    }

    private static async Task<byte[]> ReadAsync(SafeFileHandle handle, CancellationToken cancellationToken)
    {
        var content = new byte[Math.Min(RandomAccess.GetLength(handle), MaxBytes + 1)];
        var length = 0;
        while (await RandomAccess.ReadAsync(handle, content.AsMemory(length), length, cancellationToken) is var read and > 0) length += read;
        return content[..length];
    }

    private sealed record Reading(T Value, byte[] Content, FileStamp Stamp);
}
