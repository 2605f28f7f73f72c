using System.Globalization;
using System.Text;

namespace ScopeAuth.Tests.Fuzzing;

/// <summary>JSON values of every kind, strange ones among them.</summary>
internal static class JsonTexts
{
    public static readonly string[] Numbers =
    [
        "0", "-0", "1", "-1", "0.0", "1.5", "1e3", "1E-3", "1e400", "-1e400", "1e-400", "9007199254740993", "2147483648", "4294967296", "9223372036854775807",
        "9223372036854775808", "18446744073709551616", "253402300799", "253402300800", "100000000000000000000000000", "1e26",
    ];

    public static readonly string[] BrokenNumbers = ["01", "-", "+1", ".5", "1.", "1e", "0x10", "NaN", "Infinity", "-Infinity", "1_000", "1,5", "--1", "1e+"];

    public static readonly string[] Strings =
    [
        "\"\"", "\"a\"", "\"*\"", "\" \"", "\"a b\"", "\"\\u0000\"", "\"\\u0061\"", "\"\\n\"", "\"\\\"\"", "\"\\\\\"", "\"ä\"", "\"\\u00e4\"", "\"\\ud83d\\ude00\"",
        "\"😀\"", "\"\u202e\"", "\"<script>\"", "\"{0}\"", "\"${jndi:ldap://x}\"", "\"../../etc/passwd\"", "\"' OR 1=1 --\"", "\"null\"", "\"[\\\"a\\\"]\"",
        $"\"{new string('x', 300)}\"",
    ];

    public static readonly string[] BrokenStrings =
        ["\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\x\"", "\"\\u12\"", "\"\n\"", "\"\t\"", "'a'", "\"a", "a\"", "\"\\", "a"];

    public static string Any(Random random, int depth = 0) => random.Next(depth > 3 ? 5 : 8) switch
    {
        0 => random.Pick(Numbers),
        1 => random.Pick(Strings),
        2 => random.Pick(["true", "false", "null"]),
        3 => Text(random),
        4 => random.Next().ToString(CultureInfo.InvariantCulture),
        5 => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Any(random, depth + 1)))}]",
        6 => $"{{{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(index => $"\"m{index}\":{Any(random, depth + 1)}"))}}}",
        _ => random.Pick(Strings),
    };

    public static string Broken(Random random) => random.Next(3) switch
    {
        0 => random.Pick(BrokenNumbers),
        1 => random.Pick(BrokenStrings),
        _ => random.Pick(["tru", "nul", "False", "undefined", "", "[1,]", "[", "]", "{", "{,}", "{\"a\"}", "[1 2]", "/**/1", "1//x", "\ufeff1", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}"]),
    };

    /// <summary>The same string or number, written otherwise.</summary>
    public static string Respelled(Random random, string json)
    {
        if (json.StartsWith('"') && json.Length > 2)
        {
            var at = random.Next(1, json.Length - 1);
            return char.IsAsciiLetterOrDigit(json[at]) && !json.Contains('\\', StringComparison.Ordinal)
                ? $"{json[..at]}\\u{(int)json[at]:x4}{json[(at + 1)..]}"
                : json;
        }
        return json.All(char.IsAsciiDigit) ? random.Pick([$"{json}.0", $"{json}e0", $"{json}0e-1", $" {json} ", $"{json}.00000"]) : json;
    }

    private static string Text(Random random)
    {
        var text = new StringBuilder("\"");
        for (var length = random.Next(20); length > 0; length--)
        {
            var character = (char)random.Next(0x20, random.Chance(4) ? 0x3000 : 0x7f);
            text.Append(character is '"' or '\\' ? '_' : character);
        }
        return text.Append('"').ToString();
    }
}
