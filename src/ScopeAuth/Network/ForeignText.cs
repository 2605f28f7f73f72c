using System.Globalization;
using System.Text;

namespace ScopeAuth.Network;

/// <summary>Text of another party, made fit for logs and pages: printable ASCII, everything else escaped, and never long.</summary>
internal static class ForeignText
{
    private const int Longest = 64;

    public static string Show(string? text)
    {
        if (text is null) return "(none)";
        var shown = new StringBuilder(Math.Min(text.Length, Longest) + 2);
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, Longest)))
        {
            // The backslash too: otherwise a text could pretend to be an escape of ours.
            if (character is >= ' ' and <= '~' and not ('\\' or '"' or '<' or '>')) shown.Append(character);
            else shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }
        if (text.Length > Longest) shown.Append("...");
        return shown.ToString();
    }
}
