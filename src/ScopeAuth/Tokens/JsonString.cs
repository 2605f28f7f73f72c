using System.Buffers;
using System.Buffers.Text;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;

namespace ScopeAuth.Tokens;

/// <summary>What stands between the quotes of a JSON string (RFC 8259 section 7): compared, hashed and read without being copied first.</summary>
internal static class JsonString
{
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private static readonly SearchValues<byte> EndOfPlainText = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(control => (byte)control)]);

    /// <summary>How many bytes stand before the next quote, backslash or control character; negative without one.</summary>
    public static int MeasurePlain(ReadOnlySpan<byte> text)
    {
        // Most strings of a token end within sixteen bytes, and nearly all within sixty-four.
        var at = 0;
        for (; text.Length - at >= Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            var some = Vector128.Create(text[at..]);
            var ends = Vector128.Equals(some, Vector128.Create((byte)'"')) | Vector128.Equals(some, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(some, Vector128.Create((byte)0x20));
            if (ends != Vector128<byte>.Zero) return at + BitOperations.TrailingZeroCount(ends.ExtractMostSignificantBits());
        }
        var rest = text[at..].IndexOfAny(EndOfPlainText);
        return rest < 0 ? rest : at + rest;
    }

    /// <summary>How many bytes the escape takes that the text begins with. A surrogate counts only as a pair.</summary>
    public static bool TryMeasureEscape(ReadOnlySpan<byte> text, out int length)
    {
        length = 2;
        if (text.Length < 2 || text[0] != '\\') return false;
        if (text[1] != 'u') return text[1] is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t';

        length = 6;
        if (!TryReadUnit(text, out var unit) || char.IsLowSurrogate(unit)) return false;
        if (!char.IsHighSurrogate(unit)) return true;
        length = 12;
        return TryReadUnit(text[6..], out var second) && char.IsLowSurrogate(second);
    }

    public static bool Equal(ReadOnlySpan<byte> left, bool leftEscaped, ReadOnlySpan<byte> right, bool rightEscaped)
    {
        if (!leftEscaped && !rightEscaped) return left.SequenceEqual(right);

        while (!left.IsEmpty && !right.IsEmpty)
            if (Take(ref left, leftEscaped) != Take(ref right, rightEscaped)) return false;
        return left.IsEmpty && right.IsEmpty;
    }

    /// <summary>The text without escapes; copied only where it has some.</summary>
    public static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> text, bool escaped)
    {
        if (!escaped) return text;
        // No escape is shorter than what it stands for; a byte that is no UTF-8 becomes the three of U+FFFD.
        var unescaped = new byte[text.Length * 3];
        var written = 0;
        while (!text.IsEmpty) written += Take(ref text, escaped: true).EncodeToUtf8(unescaped.AsSpan(written));
        return unescaped.AsSpan(0, written);
    }

    // One character, so that both sides of a comparison move alike, however they are escaped. In a text that is not, a backslash is one.
    private static Rune Take(ref ReadOnlySpan<byte> text, bool escaped)
    {
        Rune rune;
        int length;
        if (!escaped || text[0] != '\\')
        {
            Rune.DecodeFromUtf8(text, out rune, out length);
        }
        else if (text[1] != 'u')
        {
            length = 2;
            rune = new Rune((char)(text[1] switch
            {
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                var itself => (char)itself,
            }));
        }
        else
        {
            TryReadUnit(text, out var unit);
            length = char.IsHighSurrogate(unit) ? 12 : 6;
            rune = length == 6 ? new Rune(unit) : TryReadUnit(text[6..], out var low) ? new Rune(unit, low) : default;
        }
        text = text[length..];
        return rune;
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> text, out char unit)
    {
        unit = default;
        if (text.Length < 6 || text[0] != '\\' || text[1] != 'u') return false;
        if (text[2..6].ContainsAnyExcept(HexDigits)) return false;
        return Utf8Parser.TryParse(text[2..6], out ushort value, out var read, 'x') && read == 4 && (unit = (char)value) == value;
    }
}
