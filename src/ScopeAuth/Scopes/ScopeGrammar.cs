using System.Buffers;

namespace ScopeAuth.Scopes;

/// <summary>The characters of a role scope: RFC 6749 section 3.3 scope-token characters, less ':', which separates.</summary>
internal static class ScopeGrammar
{
    public const string Separator = "::";

    /// <summary>Longest segment in characters. Bounds what a token can put into an audit record's admin ID.</summary>
    public const int MaxSegmentLength = 128;

    private static readonly SearchValues<char> SegmentCharacters = SearchValues.Create(
        "!#$%&'()*+,-./0123456789;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    public static bool IsSegment(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxSegmentLength && !text.ContainsAnyExcept(SegmentCharacters);

    /// <summary>ZIdentity's role names may hold single spaces inside; nothing else differs from a segment.</summary>
    public static bool IsRoleName(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxSegmentLength) return false;
        foreach (var word in text.Split(' '))
            if (!IsSegment(text[word])) return false;
        return true;
    }
}
