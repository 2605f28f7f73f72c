namespace ScopeAuth.Storage;

/// <summary>A file that is there whole or not at all, whatever happens in between.</summary>
internal static class AtomicFile
{
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content)
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
