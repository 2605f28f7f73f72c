using Microsoft.Win32.SafeHandles;

namespace ScopeAuth.Audit;

/// <summary>The calls that reach the disk. Tests replace them, because a full or a dying disk cannot be had otherwise.</summary>
internal sealed record AuditDisk
{
    public static AuditDisk Real { get; } = new();

    public Func<SafeFileHandle, ReadOnlyMemory<byte>, long, ValueTask> Write { get; init; } =
        static (file, bytes, offset) => RandomAccess.WriteAsync(file, bytes, offset);

    public Action<SafeFileHandle> Flush { get; init; } = RandomAccess.FlushToDisk;

    public Func<SafeFileHandle, Memory<byte>, long, CancellationToken, ValueTask<int>> Read { get; init; } =
        static (file, bytes, offset, cancellationToken) => RandomAccess.ReadAsync(file, bytes, offset, cancellationToken);
}
