using System.Text;

namespace ScopeAuth.Tests.Fuzzing;

/// <summary>What is done to the JSON text of header or payload, before it is signed.</summary>
internal static class JsonMutations
{
    public static IReadOnlyList<(string Name, Action<TokenDraft, Random> Apply)> All { get; } =
    [
        ("a broken value in the payload", (draft, random) => draft.Claims.Insert(random.Next(draft.Claims.Count + 1), JsonLine.Of("broken", JsonTexts.Broken(random)))),
        ("a broken value in the header", (draft, random) => draft.Header.Insert(random.Next(draft.Header.Count + 1), JsonLine.Of("broken", JsonTexts.Broken(random)))),
        ("half a character deep inside", (draft, _) => draft.Claims.Add(JsonLine.Of("deep", "{\"a\":[\"\\ud800\"]}"))),
        ("a broken name", (draft, random) => draft.Claims.Add(new(random.Pick(["a", "'a'", "\"\\ud800\"", "\"a", "1", "null", "\"\n\"", ""]), "1"))),
        ("deep arrays", (draft, random) => draft.Claims.Add(JsonLine.Of("deep", Nested(random, '[', ']')))),
        ("deep objects", (draft, random) => draft.Claims.Add(JsonLine.Of("deep", Nested(random, '{', '}')))),
        ("deep header", (draft, random) => draft.Header.Add(JsonLine.Of("deep", Nested(random, '[', ']')))),
        ("white space", (draft, random) => Change(draft, random, text => Insert(text, random, random.Pick([" ", "\t", "\r\n", "\n  ", "\v", "\f", "\u00a0", "\u2028"])))),
        ("around the object", (draft, random) => Change(draft, random, text => random.Pick(["\ufeff", " ", "\n", "\0", ")]}',\n"]) + text)),
        ("after the object", (draft, random) => Change(draft, random, text => text + random.Pick([" ", "\n", "\0", "}", "{}", ",", "//x", "/* */", "x", "null"]))),
        ("a comment", (draft, random) => Change(draft, random, text => Insert(text, random, random.Pick(["/**/", "//x\n", "#x\n"])))),
        ("a trailing comma", (draft, random) => Change(draft, random, text => text.Replace("}", ",}", StringComparison.Ordinal))),
        ("single quotes", (draft, random) => Change(draft, random, text => text.Replace('"', '\''))),
        ("not an object", (draft, random) => Change(draft, random, text => random.Pick([$"[{text}]", "[]", "null", "1", "\"x\"", "", " ", "{}", "true"]))),
        ("another encoding", (draft, random) => ChangeBytes(draft, random, text =>
            random.Pick([Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32]).GetBytes(Encoding.UTF8.GetString(text)))),
        ("a byte changed", (draft, random) => ChangeBytes(draft, random, text =>
        {
            if (text.Length > 0) text[random.Next(text.Length)] = (byte)random.Next(256);
            return text;
        })),
        ("a byte removed", (draft, random) => ChangeBytes(draft, random, text =>
        {
            var at = random.Next(text.Length + 1);
            return [.. text.AsSpan(0, Math.Max(at - 1, 0)), .. text.AsSpan(at)];
        })),
        ("invalid UTF-8", (draft, random) => ChangeBytes(draft, random, text =>
        {
            var at = random.Next(text.Length + 1);
            byte[] bytes = random.Pick<byte[]>([[0xff], [0x80], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0xc3, 0xa4]]);
            return [.. text.AsSpan(0, at), .. bytes, .. text.AsSpan(at)];
        })),
    ];

    private static string Nested(Random random, char open, char close)
    {
        var depth = random.Pick([1, 10, 29, 30, 31, 32, 33, 63, 64, 65, 500]);
        return open == '[' ? new string(open, depth) + new string(close, depth) : string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string(close, depth);
    }

    private static string Insert(string text, Random random, string piece) => text.Insert(random.Next(text.Length + 1), piece);

    private static void Change(TokenDraft draft, Random random, Func<string, string> change) =>
        ChangeBytes(draft, random, text => Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(text))));

    private static void ChangeBytes(TokenDraft draft, Random random, Func<byte[], byte[]> change)
    {
        if (random.Chance(3)) draft.HeaderText = change(draft.HeaderText ?? TokenDraft.Text(draft.Header));
        else draft.PayloadText = change(draft.PayloadText ?? TokenDraft.Text(draft.Claims));
    }
}
