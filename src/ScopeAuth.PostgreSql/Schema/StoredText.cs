using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ScopeAuth.PostgreSql.Schema;

/// <summary>Text that PostgreSQL can hold: no U+0000, and no half of a pair. A caller who sends one must not be able to make a row fail, and those that are written with it.</summary>
internal static class StoredText
{
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text) => text is null || IsStorable(text) ? text : Replace(text);

    private static bool IsStorable(string text)
    {
        for (var rest = text.AsSpan(); rest.IndexOfAnyInRange('\ud800', '\udfff') is var at and >= 0;)
        {
            if (Rune.DecodeFromUtf16(rest[at..], out _, out var length) != System.Buffers.OperationStatus.Done) return false;
            rest = rest[(at + length)..];
        }
        return !text.Contains('\0', StringComparison.Ordinal);
    }

    private static string Replace(string text)
    {
        var replaced = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) replaced.Append(rune.Value == 0 ? "\ufffd" : rune.ToString());
        return replaced.ToString();
    }
}
