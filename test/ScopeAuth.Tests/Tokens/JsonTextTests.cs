using System.Text;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Tokens;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData(" \t\r\n{ \t\r\n} \t\r\n")]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"a":1,"b":[],"c":{},"d":"","e":true,"f":false,"g":null}""")]
    [InlineData("""{"a" : [ 1 , "x" , { "b" : [ [ ] , { } ] } ] }""")]
    [InlineData("""{"":1}""")]                                      // an empty name is a name
    [InlineData("""{"a":{"a":{"a":1}}}""")]                         // the same name at another depth is no duplicate
    [InlineData("""{"a":[{"a":1},{"a":2}]}""")]                     // nor is it in a sibling
    [InlineData("""{"a":{"x":1,"y":2},"b":{"x":1,"y":2}}""")]
    [InlineData("""{"a":1,"A":2}""")]                               // names are case-sensitive
    [InlineData("{\"a\":\"\u007f\u0080\uffff\U0010FFFF\"}")]        // RFC 8259 section 7 forbids only U+0000 to U+001F
    public void A_strict_object_is_read(string text) => Assert.True(JsonObject.IsAccepted(text));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("\"a\"")]
    [InlineData("{}{}")]                    // two values
    [InlineData("{} x")]
    [InlineData("{}\0")]
    [InlineData("\uFEFF{}")]                // a byte order mark (RFC 8259 section 8.1)
    [InlineData("{,}")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{\"a\"::1}")]
    [InlineData("{\"a\":1,}")]              // trailing comma
    [InlineData("{\"a\":1 \"b\":2}")]
    [InlineData("{\"a\":1,,\"b\":2}")]
    [InlineData("{a:1}")]
    [InlineData("{'a':1}")]
    [InlineData("{1:1}")]
    [InlineData("{\"a\":1/* */}")]
    [InlineData("{\"a\":1}// x")]
    [InlineData("{\"a\":tru}")]
    [InlineData("{\"a\":truE}")]
    [InlineData("{\"a\":truex}")]
    [InlineData("{\"a\":nul}")]
    [InlineData("{\"a\":fals}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{\"a\":Infinity}")]
    [InlineData("{\"a\":[1,]}")]
    [InlineData("{\"a\":[,1]}")]
    [InlineData("{\"a\":[1 2]}")]
    [InlineData("{\"a\":[}")]
    [InlineData("{\"a\":[1}")]
    [InlineData("{\"a\":{]}")]
    [InlineData("{\"a")]
    [InlineData("{\"a\":\"x")]
    [InlineData("{\"a\":\"x}")]
    [InlineData("{\"a\":\"\n\"}")]
    [InlineData("{\"a\":\"\0\"}")]
    [InlineData("{\"a\":\"\u001f\"}")]
    [InlineData("{\"a\tb\":1}")]
    [InlineData("{\"a\":1\v}")]             // vertical tab is no JSON white space
    [InlineData("{\"a\":1\u00a0}")]         // nor is a no-break space
    public void Anything_else_is_refused(string text) => Assert.False(JsonObject.IsAccepted(text));

    [Theory]
    [InlineData("""{"iss":1,"iss":1}""")]
    [InlineData("""{"iss":1,"x":2,"iss":3}""")]
    [InlineData("""{"iss":1,"\u0069ss":2}""")]
    [InlineData("""{"\u0069ss":1,"iss":2}""")]
    [InlineData("""{"\u0069\u0073s":1,"i\u0073\u0073":2}""")]
    [InlineData("""{"":1,"":2}""")]
    [InlineData("""{"a/b":1,"a\/b":2}""")]
    [InlineData("""{"ä":1,"\u00e4":2}""")]
    [InlineData("""{"😀":1,"\ud83d\ude00":2}""")]
    [InlineData("""{"a":{"x":1,"x":2}}""")]
    [InlineData("""{"a":[[{"x":1,"b":{"x":2},"x":3}]]}""")]
    [InlineData("""{"a":{"x":1},"b":2,"a":3}""")]
    public void A_name_twice_in_one_object_is_refused_however_it_is_spelled(string text) => Assert.False(JsonObject.IsAccepted(text));

    [Fact]
    public void Different_names_with_one_hash_are_no_duplicates()
    {
        var (one, other) = CollidingNames();

        Assert.Equal(JsonNameHash.Of(Encoding.UTF8.GetBytes(one)), JsonNameHash.Of(Encoding.UTF8.GetBytes(other)));
        Assert.True(JsonObject.IsAccepted($$"""{"{{one}}":1,"{{other}}":2}"""));
    }

    [Theory]
    [InlineData(JsonText.MaxDepth, true)]
    [InlineData(JsonText.MaxDepth + 1, false)]
    [InlineData(100_000, false)]
    public void Objects_and_arrays_nest_32_deep(int depth, bool accepted)
    {
        var inner = depth - 1;      // the object around them is the first level
        var arrays = $$"""{"a":{{new string('[', inner)}}{{new string(']', inner)}}}""";
        var objects = string.Concat(Enumerable.Repeat("{\"a\":", inner)) + "{}" + new string('}', inner);

        Assert.Equal(accepted, JsonObject.IsAccepted(arrays));
        Assert.Equal(accepted, JsonObject.IsAccepted(objects));
    }

    [Theory]
    [InlineData(TokenBuffers.MaxClaims, true)]
    [InlineData(TokenBuffers.MaxClaims + 1, false)]
    public void An_object_has_at_most_256_members(int members, bool accepted) => Assert.Equal(accepted, JsonObject.IsAccepted(Members(members)));

    [Fact]
    public void Members_of_closed_objects_count_no_longer()
    {
        var inner = Members(TokenBuffers.MaxClaims - 2);

        Assert.True(JsonObject.IsAccepted($$"""{"a":{{inner}},"b":{{inner}}}"""));
        Assert.False(JsonObject.IsAccepted($$"""{"a":1,"b":1,"c":{{inner}}}"""));
    }

    [Fact]
    public void Only_the_members_of_the_outermost_object_are_kept()
    {
        var members = JsonObject.Read("""{"a":{"inner":1,"b":2},"b":[{"inner":1}],"c":"last"}""");

        Assert.False(members.Contains("inner"u8));
        Assert.True(members.TryFind("a"u8, out var a));
        Assert.Equal("""{"inner":1,"b":2}""", Encoding.UTF8.GetString(a.Raw));
        Assert.True(members.TryFind("b"u8, out var b));
        Assert.Equal("""[{"inner":1}]""", Encoding.UTF8.GetString(b.Raw));
        Assert.True(members.TryFind("c"u8, out var c));
        Assert.Equal("last", c.ToString());
    }

    [Fact]
    public void No_text_of_bytes_makes_the_reader_throw_even_if_it_is_not_utf8()
    {
        var table = JsonObject.DirtyTable(TokenBuffers.MaxClaims);
        var text = """{"a\u00e4":["\ud83d\ude00",-1.5e+3,{"b":true}],"ü":"\n"}"""u8.ToArray();
        var read = 0;
        for (var position = 0; position < text.Length; position++)
        {
            for (var value = 0; value < 256; value++)
            {
                var changed = text.ToArray();
                changed[position] = (byte)value;
                JsonText.TryReadObject(changed, table, out _);
                JsonText.TryReadObject(changed.AsSpan(0, position), table, out _);
                read++;
            }
        }
        Assert.Equal(text.Length * 256, read);
    }

    private static string Members(int count) => $"{{{string.Join(',', Enumerable.Range(0, count).Select(index => $"\"m{index}\":0"))}}}";

    // The hash has 32 bits: a few hundred thousand names have a pair.
    private static (string One, string Other) CollidingNames()
    {
        var seen = new Dictionary<uint, string>();
        for (var index = 0; ; index++)
        {
            var name = $"n{index:x}";
            var hash = JsonNameHash.Of(Encoding.ASCII.GetBytes(name));
            if (seen.TryGetValue(hash, out var other)) return (other, name);
            seen[hash] = name;
        }
    }
}
