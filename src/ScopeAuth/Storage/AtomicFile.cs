namespace ScopeAuth.Storage;

/// <summary>A file that is there whole or not at all, whatever happens in between.</summary>
internal static class AtomicFile
{
    /// <param name="path">The file.</param>
    /// <param name="content">All of it.</param>
    /// <param name="flushFolder">What brings the names in the folder to the disk. Tests replace it: no disk tells whether it was asked.</param>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, Action<string>? flushFolder = null)
    {
        CreateFolder(Path.GetDirectoryName(path)!);
        // A name of its own: two processes on one folder must not write into one another's file.
        var draft = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await using (var stream = new FileStream(draft, NewFile()))
            {
                await stream.WriteAsync(content);
                // To the disk before the name: a rename that survives a power cut without its content would leave an empty file.
                stream.Flush(flushToDisk: true);
            }
            File.Move(draft, path, overwrite: true);
            // And the name itself: without it the disk may still have the file of before.
            (flushFolder ?? FolderEntries.Flush)(Path.GetDirectoryName(path)!);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    /// <summary>For a file that nobody has yet, readable by the owner only.</summary>
    public static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
