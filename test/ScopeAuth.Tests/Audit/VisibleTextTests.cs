using ScopeAuth.Diagnostics;

namespace ScopeAuth.Tests.Audit;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("/api/v1/firewall?no \"quotes\" 'are' \\ touched")]
    [InlineData("Zürich, 東京, Ελλάδα, العربية, 🙂")]
    public void Text_that_hides_nothing_is_the_same_object(string text) => Assert.Same(text, VisibleText.Escape(text));

    [Fact]
    public void No_text_stays_no_text() => Assert.Null(VisibleText.Escape(null));

    [Theory]
    [InlineData("a\r\nb", "a\\u000D\\u000Ab")]                    // a forged line
    [InlineData("\0\t\u001b[31m\u007f\u0085", "\\u0000\\u0009\\u001B[31m\\u007F\\u0085")]   // terminal control
    [InlineData("a\u2028b\u2029c", "a\\u2028b\\u2029c")]          // line breaks to JavaScript and some viewers
    [InlineData("\u200e\u200f\u202a\u202b\u202c\u202d\u202e", "\\u200E\\u200F\\u202A\\u202B\\u202C\\u202D\\u202E")]
    [InlineData("\u2066\u2067\u2068\u2069\u061c", "\\u2066\\u2067\\u2068\\u2069\\u061C")]
    [InlineData("\u200b\u200c\u200d\u2060\ufeff\u00ad", "\\u200B\\u200C\\u200D\\u2060\\uFEFF\\u00AD")]
    [InlineData("x\U000E0041y", "x\\uDB40\\uDC41y")]              // an invisible tag, outside the basic plane
    public void What_ends_a_line_or_reorders_it_or_hides_is_escaped(string text, string shown) =>
        Assert.Equal(shown, VisibleText.Escape(text));

    [Fact]
    public void Half_a_character_is_escaped()
    {
        Assert.Equal("a\\uD83Db", VisibleText.Escape("a" + (char)0xD83D + "b"));
        Assert.Equal("\\uDE42", VisibleText.Escape(((char)0xDE42).ToString()));
        Assert.Equal("x\\uD83D", VisibleText.Escape("x" + (char)0xD83D));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("é")]
    [InlineData("🙂")]
    [InlineData("\n")]
    [InlineData("a\n")]
    [InlineData("ab🙂\n")]
    public void Long_text_is_cut_and_nothing_is_cut_in_two(string part)
    {
        var shown = VisibleText.Escape(string.Concat(Enumerable.Repeat(part, VisibleText.MaxLength + 1)));

        Assert.InRange(shown.Length, VisibleText.MaxLength - 6, VisibleText.MaxLength);
        var whole = VisibleText.Escape(part);
        var parts = shown.TrimEnd('…');
        Assert.StartsWith(parts, string.Concat(Enumerable.Repeat(whole, VisibleText.MaxLength)), StringComparison.Ordinal);
        Assert.True(parts.Length == 0 || !char.IsHighSurrogate(parts[^1]));
        Assert.Equal('…', shown[^1]);
    }

    [Fact]
    public void The_longest_text_is_whole()
    {
        var text = new string('a', VisibleText.MaxLength);

        Assert.Same(text, VisibleText.Escape(text));
        Assert.Equal(new string('a', VisibleText.MaxLength - 6) + "\\u000A", VisibleText.Escape(new string('a', VisibleText.MaxLength - 6) + "\n"));
    }
}
