using System.Text;
using System.Text.Json;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Tokens;

public sealed class JsonStringTests
{
    [Theory]
    [InlineData("\\\"", 2)]
    [InlineData("""\\""", 2)]
    [InlineData("""\/""", 2)]
    [InlineData("""\b""", 2)]
    [InlineData("""\f""", 2)]
    [InlineData("""\n""", 2)]
    [InlineData("""\r""", 2)]
    [InlineData("""\t""", 2)]
    [InlineData("""\u0000""", 6)]
    [InlineData("""\u00e4""", 6)]
    [InlineData("""\u00E4""", 6)]
    [InlineData("""\ud7ff""", 6)]
    [InlineData("""\ue000""", 6)]
    [InlineData("""\uffff""", 6)]
    [InlineData("""\ud800\udc00""", 12)]
    [InlineData("""\udbff\udfff""", 12)]
    public void An_escape_of_RFC_8259_is_measured(string text, int length)
    {
        Assert.True(JsonString.TryMeasureEscape(Encoding.UTF8.GetBytes(text + "more"), out var measured));
        Assert.Equal(length, measured);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""\""")]
    [InlineData("n")]
    [InlineData("\u001f")]
    [InlineData("""\a""")]
    [InlineData("""\v""")]
    [InlineData("""\0""")]
    [InlineData("""\'""")]
    [InlineData("""\x41""")]
    [InlineData("""\U0041""")]
    [InlineData("""\u""")]
    [InlineData("""\u004""")]
    [InlineData("""\u004g""")]
    [InlineData("""\u 041""")]
    [InlineData("""\u+041""")]
    [InlineData("""\u-041""")]
    [InlineData("""\udc00""")]                  // lone low surrogate
    [InlineData("""\ud800""")]                  // lone high surrogates
    [InlineData("""\ud800x""")]
    [InlineData("""\ud800\n""")]
    [InlineData("""\ud800\u0041""")]
    [InlineData("""\ud800\ud800""")]
    [InlineData("""\ud800\udc0""")]
    [InlineData("""\udc00\ud800""")]
    public void Anything_else_is_no_escape(string text) => Assert.False(JsonString.TryMeasureEscape(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("""x\"\\\/\b\f\n\r\t""")]
    [InlineData("""a\u0000b""")]
    [InlineData("""\u00e4\u00E4ä""")]
    [InlineData("""\ud83d\ude00😀""")]
    [InlineData("""\ufffd""")]
    [InlineData("plain \\u0041 text")]
    public void Unescaping_agrees_with_the_platform(string text)
    {
        var raw = Encoding.UTF8.GetBytes(text);

        Assert.Equal(JsonSerializer.Deserialize<string>($"\"{text}\""), Encoding.UTF8.GetString(JsonString.Unescape(raw, escaped: true)));
    }

    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("""\u0061bc""", "abc")]
    [InlineData("""\u00e4""", "ä")]
    [InlineData("""\ud83d\ude00""", "😀")]
    [InlineData("""a\/b""", "a/b")]
    [InlineData("""a\tb""", "a\tb")]
    [InlineData("""a\u0009b""", "a\tb")]
    [InlineData("""\\""", """\""")]
    [InlineData("""DOMAIN\\user""", """DOMAIN\user""")]
    [InlineData("""\\u0061""", """\u0061""")]
    [InlineData("""C:\\new\\table""", """C:\new\table""")]
    public void An_escaped_text_equals_the_text_that_it_stands_for(string escaped, string plain)
    {
        var (left, right) = (Encoding.UTF8.GetBytes(escaped), Encoding.UTF8.GetBytes(plain));
        var isEscaped = escaped.Contains('\\', StringComparison.Ordinal);

        Assert.True(JsonString.Equal(left, isEscaped, right, rightEscaped: false));
        Assert.True(JsonString.Equal(right, leftEscaped: false, left, isEscaped));
    }

    [Theory]
    [InlineData("abc", "abd")]
    [InlineData("abc", "ab")]
    [InlineData("ab", "abc")]
    [InlineData("", "a")]
    [InlineData("""\u0061bc""", "ab")]
    [InlineData("""\u0061""", "A")]
    [InlineData("""a\nb""", """a\nb""")]                // a line feed is not a backslash and an n
    [InlineData("""\u0061""", """\u0061""")]            // an a is not six characters
    [InlineData("""DOMAIN\\user""", """DOMAIN\\user""")]
    [InlineData("""\\""", "")]
    public void An_escaped_text_equals_no_other(string escaped, string plain)
    {
        var (left, right) = (Encoding.UTF8.GetBytes(escaped), Encoding.UTF8.GetBytes(plain));
        var isEscaped = escaped.Contains('\\', StringComparison.Ordinal);

        Assert.False(JsonString.Equal(left, isEscaped, right, rightEscaped: false));
        Assert.False(JsonString.Equal(right, leftEscaped: false, left, isEscaped));
    }
}
