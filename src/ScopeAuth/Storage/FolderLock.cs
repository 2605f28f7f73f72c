namespace ScopeAuth.Storage;

/// <summary>One process at a time: of two that write one folder, each would know only what it wrote itself.</summary>
internal static class FolderLock
{
    /// <param name="folder">The folder; made if it is not there.</param>
    /// <param name="what">What is kept there.</param>
    /// <exception cref="IOException">Another process has it, or it cannot be written.</exception>
    public static FileStream Take(string folder, string what)
    {
        try
        {
            AtomicFile.CreateFolder(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotBeWritten(folder, what, exception);
        }
        try
        {
            return new(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException || (exception is IOException && !IsInUse(exception)))
        {
            throw CannotBeWritten(folder, what, exception);
        }
        catch (IOException exception)
        {
            throw new IOException($"The {what} in {folder} are in use by another process. Give each process a DataPath of its own, or share {what} by a database.", exception);
        }
    }

    // A sharing violation; where the system has locks instead, EAGAIN of Linux or of macOS. A disk that takes no file has other numbers.
    private static bool IsInUse(Exception exception) => exception.HResult is unchecked((int)0x80070020) or 11 or 35;

    // The framework's message names a path. Whoever reads it has to know which setting that comes from.
    private static IOException CannotBeWritten(string folder, string what, Exception exception) => new(
        $"The folder {folder}, for the {what}, cannot be written: {exception.Message} Let DataPath name a folder that this process may write.", exception);
}
