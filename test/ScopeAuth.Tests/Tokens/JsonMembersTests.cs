using System.Text;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Tokens;

public sealed class JsonMembersTests
{
    [Fact]
    public void Each_kind_of_value_is_told_apart()
    {
        var members = JsonObject.Read("""{"o":{"x":1},"a":[1,2],"s":"t","n":-1.5e3,"t":true,"f":false,"z":null}""");

        Assert.Equal([JsonKind.Object, JsonKind.Array, JsonKind.String, JsonKind.Number, JsonKind.True, JsonKind.False, JsonKind.Null],
            [Find(members, "o").Kind, Find(members, "a").Kind, Find(members, "s").Kind, Find(members, "n").Kind, Find(members, "t").Kind,
                Find(members, "f").Kind, Find(members, "z").Kind]);
        Assert.Equal(["{\"x\":1}", "[1,2]", "t", "-1.5e3", "true", "false", "null"],
            [Raw(members, "o"), Raw(members, "a"), Raw(members, "s"), Raw(members, "n"), Raw(members, "t"), Raw(members, "f"), Raw(members, "z")]);
    }

    [Theory]
    [InlineData("iss", true)]
    [InlineData("Iss", false)]              // RFC 7519 section 10.1.1: names are case-sensitive
    [InlineData("is", false)]
    [InlineData("isss", false)]
    [InlineData("exp", true)]               // written with an escape
    [InlineData("EXP", false)]
    [InlineData("a\"b", true)]
    [InlineData("a\\\"b", false)]
    [InlineData("", false)]
    public void A_member_is_found_by_its_exact_name(string name, bool found)
    {
        var members = JsonObject.Read("""{"iss":"x","\u0065xp":1,"a\"b":2}""");

        Assert.Equal(found, members.Contains(Encoding.UTF8.GetBytes(name)));
        Assert.Equal(found, members.TryFind(Encoding.UTF8.GetBytes(name), out _));
    }

    [Fact]
    public void The_member_found_is_the_one_asked_for_wherever_it_stands()
    {
        var members = JsonObject.Read("""{"a":"1","\u0062":"2","c":"3"}""");

        Assert.Equal("1", Find(members, "a").ToString());
        Assert.Equal("2", Find(members, "b").ToString());
        Assert.Equal("3", Find(members, "c").ToString());
    }

    [Theory]
    [InlineData("""{"a":"plain"}""", "plain")]
    [InlineData("""{"a":""}""", "")]
    [InlineData("""{"a":"\u0041\n\"\\\ud83d\ude00"}""", "A\n\"\\😀")]
    public void A_string_is_read_unescaped(string text, string expected)
    {
        var value = Find(JsonObject.Read(text), "a");

        Assert.True(value.IsString);
        Assert.Equal(expected, value.ToString());
        Assert.Equal(expected, Encoding.UTF8.GetString(value.Text));
        Assert.True(value.Is(Encoding.UTF8.GetBytes(expected)));
        Assert.False(value.Is(Encoding.UTF8.GetBytes(expected + "x")));
    }

    [Theory]
    [InlineData("""{"a":["\u0041"]}""", """["\u0041"]""")]
    [InlineData("""{"a":{"\u0041":"\n"}}""", """{"\u0041":"\n"}""")]
    [InlineData("""{"a":12}""", "12")]
    [InlineData("""{"a":true}""", "true")]
    [InlineData("""{"a":null}""", "null")]
    public void What_is_no_string_equals_no_string_and_stays_as_it_was_written(string text, string raw)
    {
        var value = Find(JsonObject.Read(text), "a");

        Assert.False(value.IsString);
        Assert.False(value.Is(Encoding.UTF8.GetBytes(raw)));
        Assert.Equal(raw, Encoding.UTF8.GetString(value.Text));
    }

    private static JsonValue Find(JsonMembers members, string name)
    {
        Assert.True(members.TryFind(Encoding.UTF8.GetBytes(name), out var value), name);
        return value;
    }

    private static string Raw(JsonMembers members, string name) => Encoding.UTF8.GetString(Find(members, name).Raw);
}
