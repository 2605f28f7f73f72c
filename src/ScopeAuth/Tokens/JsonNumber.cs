using System.Buffers.Text;

namespace ScopeAuth.Tokens;

/// <summary>JSON numbers (RFC 8259 section 6), and the one use that tokens make of them: NumericDate (RFC 7519 section 2).</summary>
internal static class JsonNumber
{
    /// <summary>9999-12-31T23:59:59Z, the last second that a date can hold.</summary>
    private const double LastSecond = 253_402_300_799;

    /// <summary>Seconds of so many digits reach to the year 2286; later ones are read as any other number is.</summary>
    private const int WholeSecondDigits = 10;

    /// <summary>How many bytes of a number the text begins with.</summary>
    public static bool TryMeasure(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        if (At(text, length) == '-') length++;
        var digits = Digits(text[length..]);
        if (digits == 0 || (digits > 1 && text[length] == '0')) return false;
        length += digits;
        if (At(text, length) == '.')
        {
            digits = Digits(text[++length..]);
            if (digits == 0) return false;
            length += digits;
        }
        if (At(text, length) is (byte)'e' or (byte)'E')
        {
            if (At(text, ++length) is (byte)'+' or (byte)'-') length++;
            digits = Digits(text[length..]);
            if (digits == 0) return false;
            length += digits;
        }
        return true;
    }

    /// <summary>Seconds since 1970, with fraction or exponent where the issuer writes one; nothing before 1970 and nothing after 9999.</summary>
    public static bool TryReadDate(ReadOnlySpan<byte> number, out DateTimeOffset date)
    {
        date = default;
        // Every issuer writes plain seconds; reading them as such takes a fifth of the time.
        if (number.Length is > 0 and <= WholeSecondDigits && Digits(number) == number.Length)
        {
            var whole = 0L;
            foreach (var digit in number) whole = (10 * whole) + (digit - '0');
            date = DateTimeOffset.UnixEpoch.AddTicks(whole * TimeSpan.TicksPerSecond);
            return true;
        }
        if (!Utf8Parser.TryParse(number, out double seconds, out var read) || read != number.Length) return false;
        if (!(seconds is >= 0 and <= LastSecond)) return false;
        date = DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    private static byte At(ReadOnlySpan<byte> text, int index) => index < text.Length ? text[index] : default;

    // One by one: there are seldom more than ten.
    private static int Digits(ReadOnlySpan<byte> text)
    {
        var end = 0;
        while (end < text.Length && char.IsAsciiDigit((char)text[end])) end++;
        return end;
    }
}
