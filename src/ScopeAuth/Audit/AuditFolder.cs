using System.Globalization;

namespace ScopeAuth.Audit;

/// <summary>The folder of the files: their names and numbers, and which of them this process may write.</summary>
/// <remarks>
/// On Unix the share mode of an open file does not keep a second writer away, so that needs a lock of its own. The process that holds
/// <c>audit.lock</c> may go on with a file of an earlier run; any other one writes only to files that it has created itself.
/// </remarks>
internal sealed class AuditFolder(string directory) : IDisposable
{
    private const int MaxNumber = 99_999;

    private FileStream? _lock;

    /// <summary>Opens the newest file of the day that has room and is not taken, or creates the next one.</summary>
    public FileStream Open(DateOnly day, int room, long maxBytes)
    {
        CreateDirectory();
        TakeLock();

        var stem = Path.Combine(directory, "audit-" + day.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        var newest = NewestNumber(stem);
        for (var number = Math.Max(newest, 0); number <= MaxNumber; number++)
        {
            var path = number == 0 ? $"{stem}.jsonl" : $"{stem}-{number}.jsonl";
            if (number <= newest && _lock is not null && HasRoom(path, room, maxBytes)) return Open(path, FileMode.Open);
            if (number > newest && TryCreate(path) is { } created) return created;
        }

        throw new IOException($"{stem}-{MaxNumber}.jsonl is the last audit file of the day.");
    }

    /// <summary>Removes the files whose last day was over before a time.</summary>
    public void Remove(DateTimeOffset before)
    {
        foreach (var file in AuditFilePosition.In(directory))
        {
            if (file.Day >= DateOnly.FromDateTime(before.UtcDateTime)) continue;
            try
            {
                File.Delete(Path.Combine(directory, file.FileName));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Open elsewhere, or somebody else's: it is tried again with the next file. No record is worth less for it.
            }
        }
    }

    public void Dispose() => _lock?.Dispose();

    private void CreateDirectory()
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void TakeLock()
    {
        // Taken anew for each file: the folder may have been moved away with the lock in it, or its holder may have ended.
        _lock?.Dispose();
        _lock = null;
        var path = Path.Combine(directory, "audit.lock");
        try
        {
            _lock = Open(path, FileMode.OpenOrCreate, FileShare.None);
        }
        catch (Exception exception) when (IsTaken(exception, path))
        {
        }
    }

    private static int NewestNumber(string stem)
    {
        var newest = File.Exists(stem + ".jsonl") ? 0 : -1;
        foreach (var path in Directory.EnumerateFiles(Path.GetDirectoryName(stem)!, Path.GetFileName(stem) + "-*.jsonl"))
        {
            var digits = Path.GetFileNameWithoutExtension(path.AsSpan())[(Path.GetFileName(stem).Length + 1)..];
            if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) newest = Math.Max(newest, number);
        }

        return newest;
    }

    /// <summary>Whether lines may be added to an existing file; the rest of a line that a crash has torn is closed first.</summary>
    private static bool HasRoom(string path, int room, long maxBytes)
    {
        try
        {
            // Exclusively: whoever else has the file open may be writing.
            using var file = Open(path, FileMode.Open, FileShare.None);
            var length = file.Length;
            if (length > 0 && length + room + 1 > maxBytes) return false;

            Span<byte> last = [(byte)'\n'];
            if (length > 0) RandomAccess.Read(file.SafeFileHandle, last, length - 1);
            if (last[0] != '\n') RandomAccess.Write(file.SafeFileHandle, "\n"u8, length);
            return true;
        }
        catch (Exception exception) when (IsTaken(exception, path))
        {
            return false;
        }
    }

    private static FileStream? TryCreate(string path)
    {
        try
        {
            return Open(path, FileMode.CreateNew);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    // Open elsewhere, or left behind by another user of this machine. If it is the disk that fails, so does the next file.
    private static bool IsTaken(Exception exception, string path) =>
        exception is IOException or UnauthorizedAccessException && File.Exists(path);

    private static FileStream Open(string path, FileMode mode, FileShare share = FileShare.Read)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
