using System.Buffers.Binary;
using System.Numerics;

namespace ScopeAuth.Revocation;

/// <summary>One write to the journal that counts whole or not at all: the changes of calls that came together, behind a header with a checksum.</summary>
/// <remarks>
/// Header, little-endian: mark (4 bytes), length of the body (4), CRC-32C of length and body (4). By the mark, which is no UTF-8 and so occurs in no text, a
/// reader finds the next frame behind damage.
/// </remarks>
internal static class JournalFrame
{
    public const int HeaderLength = 12;
    public const int MaxBodyLength = 256 * 1024 * 1024;
    public const uint Mark = 0xB1E5CA7E;

    public static void WriteHeader(Span<byte> frame)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Mark);
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], frame.Length - HeaderLength);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[8..], Sum(frame));
    }

    /// <summary>The length of a frame with its header, by the header alone; 0 if it is none.</summary>
    public static int LengthOf(ReadOnlySpan<byte> header)
    {
        if (header.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(header) != Mark) return 0;
        var body = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        return body is > 0 and <= MaxBodyLength ? HeaderLength + body : 0;
    }

    public static bool IsWhole(ReadOnlySpan<byte> frame) =>
        LengthOf(frame) == frame.Length && BinaryPrimitives.ReadUInt32LittleEndian(frame[8..]) == Sum(frame);

    /// <summary>CRC-32C, by the processor's own instruction.</summary>
    public static uint Sum(uint sum, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..]) sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var rest in bytes) sum = BitOperations.Crc32C(sum, rest);
        return sum;
    }

    private static uint Sum(ReadOnlySpan<byte> frame) => ~Sum(Sum(uint.MaxValue, frame[4..8]), frame[HeaderLength..]);
}
