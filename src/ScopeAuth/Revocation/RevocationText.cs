using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ScopeAuth.Revocation;

/// <summary>Texts that every store can keep and give back unchanged.</summary>
internal static class RevocationText
{
    public const int MaxNameLength = 256;

    public static void Check([NotNull] string? text, int maxLength, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, parameter);
        if (FindFault(text, maxLength) is { } fault) throw new ArgumentException(fault, parameter);
    }

    public static string? FindFault(string text, int maxLength)
    {
        if (text.Length > maxLength) return $"At most {maxLength} characters are kept.";
        if (text.Contains('\0', StringComparison.Ordinal)) return "NUL cannot be kept.";
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != System.Buffers.OperationStatus.Done) return "Half a surrogate pair cannot be kept.";
            rest = rest[length..];
        }
        return null;
    }
}
