using Microsoft.Win32.SafeHandles;

namespace ScopeAuth.Revocation;

/// <summary>The two calls that reach the disk. Tests replace them, because a full or a dying disk cannot be had otherwise.</summary>
internal sealed record JournalDisk
{
    public static JournalDisk Real { get; } = new();

    public Func<SafeFileHandle, ReadOnlyMemory<byte>, long, ValueTask> Write { get; init; } = static (file, bytes, offset) => RandomAccess.WriteAsync(file, bytes, offset);

    public Action<SafeFileHandle> Flush { get; init; } = RandomAccess.FlushToDisk;
}
