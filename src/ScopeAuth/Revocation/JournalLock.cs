namespace ScopeAuth.Revocation;

/// <summary>One process at a time: two that write one journal would each refuse only what it revoked itself.</summary>
internal static class JournalLock
{
    /// <exception cref="IOException">Another process has it.</exception>
    public static FileStream Take(string folder)
    {
        try
        {
            return new(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new IOException(
                $"The revocations in {folder} are in use by another process. Give each process a DataPath of its own, or share revocations by a database.", exception);
        }
    }
}
