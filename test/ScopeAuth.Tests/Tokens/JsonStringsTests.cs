using System.Text;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Tokens;

public sealed class JsonStringsTests
{
    [Theory]
    [InlineData("\"a\"", true, "a")]
    [InlineData("\"\"", true, "")]
    [InlineData("\"a b\"", true, "a b")]
    [InlineData("\"\\u0061\"", true, "a")]
    [InlineData("[]", false)]
    [InlineData("[ ]", false)]
    [InlineData("[\"a\"]", false, "a")]
    [InlineData("[ \"a\" , \"b\" , \"\" ]", false, "a", "b", "")]
    [InlineData("[\"\\u0061\",\"\\n\"]", false, "a", "\n")]
    [InlineData("[\"a,b\",\"]\"]", false, "a,b", "]")]
    public void A_string_or_an_array_of_strings_is_enumerated(string json, bool isAlone, params string[] expected)
    {
        var found = new List<string>();
        Assert.True(JsonStrings.TryOpen(Value(json), out var strings));
        while (strings.MoveNext())
        {
            var current = Encoding.UTF8.GetString(strings.Current.Text);
            found.Add(current);
            Assert.Equal(isAlone, strings.IsSingle);
            Assert.True(strings.Current.Is(Encoding.UTF8.GetBytes(current)));
            Assert.False(strings.Current.Is(Encoding.UTF8.GetBytes(current + "x")));
        }
        Assert.False(strings.MoveNext());
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"a\":\"b\"}")]
    [InlineData("[null]")]
    [InlineData("[1]")]
    [InlineData("[\"a\",true]")]
    [InlineData("[\"a\",[\"b\"]]")]
    [InlineData("[[]]")]
    [InlineData("[{\"a\":\"b\"}]")]
    [InlineData("[\"a\",\"b\",null]")]
    public void Anything_else_is_refused_as_a_whole(string json) => Assert.False(JsonStrings.TryOpen(Value(json), out _));

    private static JsonValue Value(string json)
    {
        Assert.True(JsonObject.Read($$"""{"a":{{json}}}""").TryFind("a"u8, out var value));
        return value;
    }
}
