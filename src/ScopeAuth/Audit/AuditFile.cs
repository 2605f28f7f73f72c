namespace ScopeAuth.Audit;

/// <summary>The file that records are being added to. One caller at a time.</summary>
internal sealed class AuditFile(string directory, TimeProvider clock, AuditDisk disk) : IDisposable
{
    private readonly AuditFolder _folder = new(directory);
    private FileStream? _file;
    private DateOnly _day;
    private long _start;
    private long _end;

    /// <summary>Adds whole lines. A new file is begun when the day changes or the lines do not fit.</summary>
    /// <returns>The path of the file if it was opened for these lines, else null.</returns>
    public async ValueTask<string?> AppendAsync(ReadOnlyMemory<byte> lines, AuditOptions options)
    {
        _start = _end;
        var opened = IsCurrent(lines.Length, options.MaxFileBytes) ? null : Reopen(lines.Length, options);
        await disk.Write(_file!.SafeFileHandle, lines, _end);
        _end += lines.Length;
        return opened;
    }

    /// <summary>Returns when everything added so far is on the disk.</summary>
    public void Flush()
    {
        if (_file is not null) disk.Flush(_file.SafeFileHandle);
    }

    /// <summary>After an error: lets go of the file. The next lines open it anew.</summary>
    /// <param name="takeBack">Whether the last lines are taken back, because their records are told to be lost.</param>
    /// <returns>Whether everything that was added before is on the disk.</returns>
    public bool Abandon(bool takeBack)
    {
        try
        {
            if (takeBack && _file is not null) RandomAccess.SetLength(_file.SafeFileHandle, _start);
            Flush();
            return true;
        }
        catch (Exception)
        {
            // What is left of the lines is closed with a line break when the file is opened again.
            return false;
        }
        finally
        {
            Close();
        }
    }

    public void Dispose()
    {
        Close();
        _folder.Dispose();
    }

    private bool IsCurrent(int room, long maxBytes) =>
        _file is not null && _day == Today() && (_end == 0 || _end + room <= maxBytes) && IsInPlace(_file.Name);

    // Asked each time: a file that was removed or moved would take records and keep none. Windows lets nobody do that to an open file.
    private bool IsInPlace(string path) =>
        OperatingSystem.IsWindows() || (new FileInfo(path) is { Exists: true } found && found.Length == _end);

    private string Reopen(int room, AuditOptions options)
    {
        // What was accepted for the old file must not hang on its closing.
        Flush();
        Close();
        _day = Today();
        _file = _folder.Open(_day, room, options.MaxFileBytes);
        // Before anything else can fail: what is taken back then begins here, and not where the lines of the old file began.
        _start = _end = RandomAccess.GetLength(_file.SafeFileHandle);
        var now = clock.GetUtcNow();
        if (options.Retention is { } retention && retention < now - DateTimeOffset.MinValue) _folder.Remove(now - retention);
        return _file.Name;
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    private DateOnly Today() => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
}
