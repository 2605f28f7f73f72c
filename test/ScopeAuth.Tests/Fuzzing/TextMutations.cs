using System.Buffers.Text;
using System.Text;

namespace ScopeAuth.Tests.Fuzzing;

/// <summary>What is done to the text of a token after it was signed.</summary>
internal static class TextMutations
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static readonly string[] Strange = ["=", "==", "+", "/", " ", "\n", "\r\n", "\t", "\0", "?", "%", "\"", "~", ".", "..", "é", "\u200b", "\uff0e", "\ud800", "😀", "{", ",", ";"];

    public static IReadOnlyList<(string Name, Action<TokenDraft, Random> Apply)> All { get; } =
    [
        ("a character changed", (draft, random) => draft.TextChanges.Add(text => text.Length == 0 ? text : Replace(text, random.Next(text.Length), random.Pick(Alphabet.ToCharArray())))),
        ("a character removed", (draft, random) => draft.TextChanges.Add(text => text.Length == 0 ? text : text.Remove(random.Next(text.Length), 1))),
        ("a character inserted", (draft, random) => draft.TextChanges.Add(text => text.Insert(random.Next(text.Length + 1), random.Pick(Alphabet.ToCharArray()).ToString()))),
        ("something strange inserted", (draft, random) => draft.TextChanges.Add(text => text.Insert(random.Next(text.Length + 1), random.Pick(Strange)))),
        ("something strange before", (draft, random) => draft.TextChanges.Add(text => random.Pick(Strange) + text)),
        ("something strange behind", (draft, random) => draft.TextChanges.Add(text => text + random.Pick(Strange))),
        ("two characters swapped", (draft, random) => draft.TextChanges.Add(text =>
        {
            if (text.Length < 2) return text;
            var at = random.Next(text.Length - 1);
            return Replace(Replace(text, at, text[at + 1]), at + 1, text[at]);
        })),
        ("the case of a letter", (draft, random) => draft.TextChanges.Add(text =>
        {
            if (text.Length == 0) return text;
            var at = random.Next(text.Length);
            return Replace(text, at, char.IsAsciiLetterLower(text[at]) ? char.ToUpperInvariant(text[at]) : char.ToLowerInvariant(text[at]));
        })),
        ("parts", (draft, random) => draft.TextChanges.Add(text => Parts(text, random))),
        ("standard base64", (draft, _) => draft.TextChanges.Add(text => text.Replace('-', '+').Replace('_', '/'))),
        ("padded", (draft, random) => draft.TextChanges.Add(text => Change(text, random, part => part + new string('=', (4 - (part.Length % 4)) % 4)))),
        ("unused bits", (draft, random) => draft.TextChanges.Add(text => Change(text, random, part =>
            part.Length % 4 is 0 or 1 ? part : part[..^1] + Alphabet[Math.Max(Alphabet.IndexOf(part[^1], StringComparison.Ordinal), 0) | 1]))),
        ("cut off", (draft, random) => draft.TextChanges.Add(text => text[..random.Next(text.Length + 1)])),
        ("JSON form", (draft, _) => draft.TextChanges.Add(text => text.Split('.') is [var header, var payload, var signature]
            ? $$"""{"protected":"{{header}}","payload":"{{payload}}","signature":"{{signature}}"}"""
            : text)),
        ("encoded once more", (draft, _) => draft.TextChanges.Add(text => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text)))),
        ("too long", (draft, random) => draft.TextChanges.Add(text => text + new string('A', random.Next(1, 20_000)))),
    ];

    private static string Replace(string text, int at, char character) => string.Concat(text.AsSpan(0, at), [character], text.AsSpan(at + 1));

    private static string Parts(string text, Random random)
    {
        var parts = text.Split('.').ToList();
        switch (random.Next(6))
        {
            case 0: parts.RemoveAt(random.Next(parts.Count)); break;
            case 1: parts.Insert(random.Next(parts.Count + 1), random.Pick(parts)); break;
            case 2: parts.Insert(random.Next(parts.Count + 1), ""); break;
            case 3: parts.Reverse(); break;
            case 4: parts[random.Next(parts.Count)] = ""; break;
            default: parts.AddRange(["AA", "AA"]); break;
        }
        return string.Join('.', parts);
    }

    private static string Change(string text, Random random, Func<string, string> change)
    {
        var parts = text.Split('.');
        var index = random.Next(parts.Length);
        parts[index] = change(parts[index]);
        return string.Join('.', parts);
    }
}
