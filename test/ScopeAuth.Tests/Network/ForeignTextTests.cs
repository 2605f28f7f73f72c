using ScopeAuth.Network;

namespace ScopeAuth.Tests.Network;

public sealed class ForeignTextTests
{
    [Theory]
    [InlineData(null, "(none)")]
    [InlineData("", "")]
    [InlineData("45js03w0djwedsw", "45js03w0djwedsw")]
    [InlineData("a\r\nb", @"a\u000d\u000ab")]
    [InlineData("\u001b[31m", @"\u001b[31m")]
    [InlineData("\u202Eevil", @"\u202eevil")]                   // text direction
    [InlineData("<script>\"", @"\u003cscript\u003e\u0022")]
    [InlineData(@"\u000a", @"\u005cu000a")]                     // no pretended escape
    [InlineData("schlüssel", @"schl\u00fcssel")]
    public void Only_printable_ascii_is_shown_as_it_is(string? text, string shown) => Assert.Equal(shown, ForeignText.Show(text));

    [Fact]
    public void Long_text_is_cut() => Assert.Equal(new string('k', 64) + "...", ForeignText.Show(new string('k', 100_000)));
}
