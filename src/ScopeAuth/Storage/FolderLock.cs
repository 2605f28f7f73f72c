namespace ScopeAuth.Storage;

/// <summary>One process at a time: of two that write one folder, each would know only what it wrote itself.</summary>
internal static class FolderLock
{
    /// <param name="folder">The folder; it exists.</param>
    /// <param name="what">What is kept there.</param>
    /// <exception cref="IOException">Another process has it.</exception>
    public static FileStream Take(string folder, string what)
    {
        try
        {
            return new(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new IOException($"The {what} in {folder} are in use by another process. Give each process a DataPath of its own, or share {what} by a database.", exception);
        }
    }
}
