using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace ScopeAuth.Diagnostics;

/// <summary>Text from outside, made safe to show on one line: whatever ends a line, reorders it or hides in it becomes <c>\uXXXX</c>.</summary>
internal static class VisibleText
{
    /// <summary>Longest text that is shown, in characters.</summary>
    public const int MaxLength = 2048;

    private static readonly SearchValues<char> PrintableAscii = SearchValues.Create(
        Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).ToArray());

    /// <summary>The text itself if all of it is visible, else a copy with escapes, cut at <see cref="MaxLength"/> characters.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Escape(string? text) => Escape(text, MaxLength);

    /// <summary>The same with another bound, for whoever shows a part first and the rest on demand.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Escape(string? text, int maxLength) => text is null || IsVisible(text, maxLength) ? text : EscapeHidden(text, maxLength);

    private static bool IsVisible(string text, int maxLength)
    {
        if (text.Length > maxLength) return false;
        if (!text.AsSpan().ContainsAnyExcept(PrintableAscii)) return true;

        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (!TryTakeVisible(rest, out var length)) return false;
            rest = rest[length..];
        }

        return true;
    }

    private static string EscapeHidden(string text, int maxLength)
    {
        var visible = new StringBuilder(Math.Min(text.Length + 64, maxLength));
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var isVisible = TryTakeVisible(rest, out var length);

            // One place stays free for the mark of the cut, and neither an escape nor a pair is cut in two.
            var room = maxLength - visible.Length - (rest.Length > length ? 1 : 0);
            if ((isVisible ? length : 6 * length) > room) return visible.Append('…').ToString();

            if (isVisible) visible.Append(rest[..length]);
            else foreach (var code in rest[..length]) visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)code:X4}");
            rest = rest[length..];
        }

        return visible.ToString();
    }

    /// <summary>Whether the first character can be shown as it is, and how long it is. A lone surrogate cannot.</summary>
    private static bool TryTakeVisible(ReadOnlySpan<char> text, out int length)
    {
        if (Rune.DecodeFromUtf16(text, out var rune, out length) is not OperationStatus.Done) return false;

        // Format (Cf) holds the bidi marks, the zero-width characters, the soft hyphen, the byte-order mark and the invisible tags.
        return Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
    }
}
