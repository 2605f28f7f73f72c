using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace ScopeAuth.Tests.Attacks;

/// <summary>Tokens that anybody can make of a good one, and that cost the most before they are refused.</summary>
internal static class CostlyToken
{
    public static readonly string[] Kinds = ["one part", "dots", "five parts", "members", "deep", "escapes", "duplicates", "audiences", "junk signature", "long key ID"];

    /// <param name="kind">What is costly about it.</param>
    /// <param name="good">What is taken from a good token: its header, its claims and the length of its signature.</param>
    /// <param name="part">How long it is, of one that may just be that long.</param>
    public static string Of(string kind, string good, double part = 1)
    {
        var parts = good.Split('.');
        var claims = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]));
        int Times(int number) => (int)(part * number);
        string Repeat(string text, int count) => string.Join(',', Enumerable.Repeat(text, Times(count)));
        string Claims(string payload) => $"{parts[0]}.{Encode(payload)}.{new string('A', parts[2].Length)}";
        return kind switch
        {
            "one part" => new string('a', Times(16_000)),
            "dots" => new string('.', Times(16_000)),
            "five parts" => $"{new string('A', Times(8000))}....{new string('A', Times(7000))}",
            "members" => Claims($$"""{{{string.Join(',', Enumerable.Range(0, Times(1000)).Select(index => $"\"m{index}\":1"))}}}"""),
            "deep" => Claims(new string('[', Times(11_000))),
            "escapes" => Claims($$"""{{claims[..^1]}},"x":"{{string.Concat(Enumerable.Repeat("\\u0061", Times(1700)))}}"}"""),
            "duplicates" => Claims($$"""{{{Repeat("\"iss\":1", 1300)}}}"""),
            "audiences" => Claims(With(claims, "aud", JsonNode.Parse($"[{Repeat("\"x\"", 2300)}]"))),
            "junk signature" => Claims($$"""{{claims[..^1]}},"x":"{{new string('x', Times(10_000))}}"}"""),
            _ => $"{Encode($$"""{"alg":"ES256","kid":"{{new string('k', Times(8000))}}"}""")}.{Encode("{}")}.AQ",
        };
    }

    private static string With(string claims, string name, JsonNode? value)
    {
        var changed = JsonNode.Parse(claims)!;
        changed[name] = value;
        return changed.ToJsonString();
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
