using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ScopeAuth.Tests.Tokens;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Fuzzing;

/// <summary>The strict reader against the platform's, set to be as strict: they must agree on every text, and on every value.</summary>
public sealed class JsonPropertyTests
{
    private static readonly Gen<string> Name = Gen.Elements("a", "b", "A", "\\u0061", "iss", "\\u0069ss", "", "é", "\\u00e9", "\\ud83d\\ude00", "😀", "\\n", "\\/", "/", "\\\\");

    private static readonly Gen<string> Text = Gen.Frequency(
        (20, Gen.OneOf(Name, Gen.Elements("x y", "\\\"", "\\t", "\\u0000", "\u007f", "zscaler.net::1::A"))),
        (1, Gen.Elements("\\ud800", "\\udc00x", "\\x", "\n", "\\u00")));

    private static readonly Gen<string> Number = Gen.Frequency(
        (20, Gen.Elements(JsonTexts.Numbers)), (20, ArbMap.Default.GeneratorFor<int>().Select(number => $"{number}")), (1, Gen.Elements(JsonTexts.BrokenNumbers)));

    private static readonly Gen<string> Space = Gen.Frequency(
        (80, Gen.Constant("")), (10, Gen.Elements(" ", "\t", "\n", "\r", "  \n ")), (1, Gen.Elements("\v", "\f", "\u00a0", "\0", "/**/", "\ufeff")));

    private static readonly Gen<string> AnyObject = Gen.Sized(size => Object(Math.Min(size, 12)));

    /// <summary>Nearly always a JSON object, and then often with one character changed.</summary>
    private static readonly Gen<string> NearObject =
        from text in AnyObject
        from at in Gen.Choose(0, 1000)
        from piece in Gen.Elements("", "", "", "\"", "\\", "{", "}", "[", "]", ",", ":", " ", "0", "e", "-", ".", "u", "t", "\0", "é")
        from remove in Gen.Choose(0, 1)
        select piece.Length == 0 || text.Length == 0 ? text : text.Remove(at % text.Length, remove).Insert(Math.Min(at % text.Length, text.Length - remove), piece);

    [Fact]
    public void Both_readers_take_and_refuse_the_same_texts()
    {
        var (taken, refused) = (0, 0);
        Property.Holds(
            NearObject,
            text =>
            {
                var expected = Reference(Encoding.UTF8.GetBytes(text)) is not null;
                if (expected) taken++;
                else refused++;
                return JsonObject.IsAccepted(text) == expected;
            },
            tests: 20_000);
        Assert.InRange(taken, 2000, 18_000);
        Assert.InRange(refused, 2000, 18_000);
    }

    [Fact]
    public void Both_readers_take_and_refuse_the_same_bytes() => Property.Holds(
        from text in NearObject
        from at in Gen.Choose(0, 1000)
        from value in Gen.Choose(0, 255)
        select Change(Encoding.UTF8.GetBytes(text), at, (byte)value),
        bytes => JsonObject.IsAccepted(bytes) == Reference(bytes) is not null,
        tests: 10_000);

    [Fact]
    public void Both_readers_find_the_same_values() => Property.Holds(
        AnyObject,
        text =>
        {
            if (Reference(Encoding.UTF8.GetBytes(text)) is not { } expected) return !JsonObject.IsAccepted(text);
            var members = JsonObject.Read(text);
            foreach (var member in expected.EnumerateObject())
            {
                if (!members.TryFind(Encoding.UTF8.GetBytes(member.Name), out var value) || value.Kind != KindOf(member.Value)) return false;
                if (value.IsString ? value.ToString() != member.Value.GetString() : Encoding.UTF8.GetString(value.Raw) != member.Value.GetRawText()) return false;
                if (value.IsString && !value.Is(Encoding.UTF8.GetBytes(member.Value.GetString()!))) return false;
            }
            return !members.Contains("no such name"u8);
        },
        tests: 10_000);

    private static Gen<string> Object(int size) =>
        from count in Gen.Choose(0, Math.Min(size, 5))
        from members in (from name in Name from before in Space from value in Value(size / 2) from after in Space select $"\"{name}\"{before}:{after}{value}{before}").ArrayOf(count)
        from around in Space
        select $"{around}{{{string.Join(',', members)}}}{around}";

    private static Gen<string> Array(int size) =>
        from count in Gen.Choose(0, Math.Min(size, 4))
        from values in (from value in Value(size / 2) from space in Space select space + value).ArrayOf(count)
        select $"[{string.Join(',', values)}]";

    private static Gen<string> Value(int size)
    {
        var simple = Gen.OneOf(Text.Select(text => $"\"{text}\""), Number, Gen.Frequency((20, Gen.Elements("true", "false", "null")), (1, Gen.Elements("nul", "True"))));
        return size == 0 ? simple : Gen.OneOf(simple, simple, Object(size), Array(size));
    }

    private static byte[] Change(byte[] bytes, int at, byte value)
    {
        if (bytes.Length > 0) bytes[at % bytes.Length] = value;
        return bytes;
    }

    private static JsonElement? Reference(byte[] utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, new() { MaxDepth = JsonText.MaxDepth, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            ReadStrings(document.RootElement);
            return document.RootElement.Clone();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second: half a character, of which the platform tells only who reads it.
            return null;
        }
    }

    private static void ReadStrings(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String) value.GetString();
        if (value.ValueKind == JsonValueKind.Array)
            foreach (var item in value.EnumerateArray()) ReadStrings(item);
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var member in value.EnumerateObject())
        {
            _ = member.Name;
            ReadStrings(member.Value);
        }
    }

    private static JsonKind KindOf(JsonElement value) => Enum.Parse<JsonKind>(value.ValueKind.ToString());
}
