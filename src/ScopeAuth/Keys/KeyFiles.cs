using Microsoft.Win32.SafeHandles;

namespace ScopeAuth.Keys;

/// <summary>The files of one key source. They are read again only when one of them changed.</summary>
internal sealed class KeyFiles(IReadOnlyList<string> paths, TimeProvider clock)
{
    /// <summary>How often files are looked at.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    /// <summary>A file written a moment ago may be written again without another time or length: its stamp proves nothing yet.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private FileStamp[] _known = [];

    public string Identity => string.Join(' ', paths);

    public string First => paths[0];

    public async Task<KeyLoad> LoadAsync(Func<IReadOnlyList<(string Path, byte[] Content)>, KeySetReading> read, CancellationToken cancellationToken)
    {
        var handles = new List<SafeFileHandle>(paths.Count);
        var current = First;
        try
        {
            foreach (var path in paths) handles.Add(File.OpenHandle(current = path, options: FileOptions.Asynchronous));
            var stamps = handles.Select(Stamp).ToArray();
            if (stamps.AsSpan().SequenceEqual(_known) && !stamps.Contains(default)) return KeyLoad.Unchanged;

            var files = new List<(string, byte[])>(paths.Count);
            for (var index = 0; index < paths.Count; index++)
                files.Add((current = paths[index], await ReadAsync(handles[index], cancellationToken)));
            var load = KeyLoad.Of(read(files));
            // What could not be used is read again until it can be.
            _known = load.Failure is null ? stamps : [];
            return load;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A link to a directory that is being replaced fails for a moment; the keys of before stay in use.
            return KeyLoad.Failed(new KeyFailure(KeyFailureKind.FileUnreadable, $"'{current}' cannot be read ({exception.GetType().Name})"));
        }
        finally
        {
            foreach (var handle in handles) handle.Dispose();
        }
    }

    // Of the opened file, not of its path: a mounted secret is a link whose own time never moves.
    private FileStamp Stamp(SafeFileHandle handle)
    {
        var written = new DateTimeOffset(File.GetLastWriteTimeUtc(handle));
        return (clock.GetUtcNow() - written).Duration() < Settled ? default : new(written, RandomAccess.GetLength(handle));
    }

    private static async Task<byte[]> ReadAsync(SafeFileHandle handle, CancellationToken cancellationToken)
    {
        // One byte more than is allowed: the reader of the content says what is too large.
        var content = new byte[Math.Min(RandomAccess.GetLength(handle), KeySetReader.MaxBytes + 1)];
        var length = 0;
        while (await RandomAccess.ReadAsync(handle, content.AsMemory(length), length, cancellationToken) is var read and > 0) length += read;
        return content[..length];
    }
}
