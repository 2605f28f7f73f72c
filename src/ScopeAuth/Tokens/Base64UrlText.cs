using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace ScopeAuth.Tokens;

/// <summary>Whether a text spells given bytes in base64url without padding (RFC 4648 section 5, RFC 7515 section 2).</summary>
/// <remarks>The bytes are encoded, not the text decoded: bytes have one spelling, and nothing about the text has to be believed first.</remarks>
internal static class Base64UrlText
{
    private const int BlockBytes = 48;
    private const int BlockChars = 64;

    // The bytes of each group of four characters, in the order that the shifts want. The groups stand as those of a text do when it is
    // packed into one vector: of every sixteen bytes, eight are of its first half and eight of its second.
    private static readonly Vector512<byte> GroupBytes = Vector512.Create<byte>([.. Enumerable.Range(0, BlockChars).Select(ByteAt)]);

    // Where the six bits of each character begin in its group, two groups to a word (Muła, Lemire: Base64 encoding and decoding at almost the speed of a memory copy).
    private static readonly Vector512<byte> SixBits = Vector512.Create(0x3036242a1016040aUL).AsByte();

    private static ReadOnlySpan<byte> Characters => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8;

    /// <param name="text">The text.</param>
    /// <param name="bytes">What it should spell.</param>
    /// <param name="buffer">Room for as many bytes as the text has characters.</param>
    public static bool Spells(ReadOnlySpan<char> text, ReadOnlySpan<byte> bytes, Span<byte> buffer)
    {
        if (Avx512Vbmi.IsSupported && bytes.Length >= BlockBytes) return SpellsInBlocks(text, bytes);
        return Base64Url.TryEncodeToUtf8(bytes, buffer, out var written) && Ascii.Equals(buffer[..written], text);
    }

    private static bool SpellsInBlocks(ReadOnlySpan<char> text, ReadOnlySpan<byte> bytes)
    {
        if (text.Length != Base64Url.GetEncodedLength(bytes.Length)) return false;
        var (groups, rest) = Math.DivRem(bytes.Length, 3);
        // The last block ends with the last whole group, wherever it begins.
        var last = groups - (BlockBytes / 3);
        for (var group = 0; ; group = Math.Min(group + (BlockBytes / 3), last))
        {
            if (Spell(bytes.Slice(group * 3, BlockBytes)) != Pack(text.Slice(group * 4, BlockChars))) return false;
            if (group == last) break;
        }
        return rest == 0 || SpellsRest(text[(groups * 4)..], bytes[^rest..]);
    }

    // One byte in two characters, or two in three; what is left over of the last one's six bits is zero.
    private static bool SpellsRest(ReadOnlySpan<char> text, ReadOnlySpan<byte> bytes)
    {
        var bits = (bytes[0] << 16) | (bytes.Length == 2 ? bytes[1] << 8 : 0);
        return text[0] == Characters[bits >> 18] && text[1] == Characters[(bits >> 12) & 63] && (bytes.Length == 1 || text[2] == Characters[(bits >> 6) & 63]);
    }

    private static byte ByteAt(int place)
    {
        var group = (place / 16 * 2) + (place / 4 % 2) + (place / 8 % 2 * 8);
        ReadOnlySpan<byte> order = [1, 0, 2, 1];
        return (byte)((3 * group) + order[place % 4]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Spell(ReadOnlySpan<byte> block)
    {
        var bytes = Vector512.Create(Vector256.Create(block), Vector256.Create(Vector128.Create(block[32..]), Vector128<byte>.Zero));
        var numbers = Avx512Vbmi.MultiShift(SixBits, Avx512Vbmi.PermuteVar64x8(bytes, GroupBytes).AsUInt64());
        return Avx512Vbmi.PermuteVar64x8(Vector512.Create(Characters), numbers);
    }

    // A character above U+00FF becomes one that no spelling has: 255 or 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Pack(ReadOnlySpan<char> block)
    {
        var units = MemoryMarshal.Cast<char, short>(block);
        return Avx512BW.PackUnsignedSaturate(Vector512.Create(units), Vector512.Create(units[32..]));
    }
}
