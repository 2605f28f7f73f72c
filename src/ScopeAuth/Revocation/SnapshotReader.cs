using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace ScopeAuth.Revocation;

/// <summary>Reads a snapshot from beginning to end, straight to where it belongs, and sums it up on the way.</summary>
internal sealed class SnapshotReader(SafeFileHandle file)
{
    private readonly long _end = RandomAccess.GetLength(file) - sizeof(uint);
    private long _position;
    private uint _sum = uint.MaxValue;

    /// <summary>Bytes before the checksum.</summary>
    public long Left => _end - _position;

    /// <returns>False if the file does not hold as much.</returns>
    public bool TryFill(Span<byte> bytes)
    {
        if (bytes.Length > Left || !TryRead(bytes)) return false;
        _sum = JournalFrame.Sum(_sum, bytes);
        return true;
    }

    /// <summary>Whether all was read, and the checksum agrees.</summary>
    public bool IsWhole()
    {
        Span<byte> sum = stackalloc byte[sizeof(uint)];
        return Left == 0 && TryRead(sum) && BinaryPrimitives.ReadUInt32LittleEndian(sum) == ~_sum;
    }

    private bool TryRead(Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var got = RandomAccess.Read(file, bytes, _position);
            if (got == 0) return false;
            _position += got;
            bytes = bytes[got..];
        }
        return true;
    }
}
