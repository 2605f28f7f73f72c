using System.Text;
using System.Text.Json;
using ScopeAuth.Tests.Tokens;
using ScopeAuth.Tests.Vectors;

namespace ScopeAuth.Tests.Fuzzing;

/// <summary>What the fuzzers start from: the public vectors.</summary>
internal static class FuzzSeeds
{
    /// <summary>Compact tokens of Wycheproof, the RFCs and the corpora.</summary>
    public static IReadOnlyList<string> Tokens { get; } =
    [
        .. Strings("wycheproof/json_web_signature_test.json", "jws"), .. Strings("wycheproof/json_web_key_test.json", "jws"), .. Strings("wycheproof/json_web_crypto_test.json", "jwe"),
        .. Strings("rfc/rfc7515-7519-7797-8037.json", "compact"), .. Strings("rfc/rfc9449.json", "bound_access_token"), .. Corpora().Select(corpus => corpus.Token),
    ];

    /// <summary>Key sets: of the corpora as they are, of Wycheproof and the JOSE cookbook with one key each.</summary>
    public static IReadOnlyList<byte[]> KeySets { get; } =
    [
        .. Corpora().Select(corpus => Encoding.UTF8.GetBytes(corpus.Keys)),
        .. Keys("wycheproof/json_web_key_test.json").Concat(Keys("wycheproof/json_web_signature_test.json"))
            .Concat(VectorFile.In("ietf-jose-cookbook/jwk").Select(File.ReadAllText))
            .Distinct().Select(key => Encoding.UTF8.GetBytes(key.Contains("\"keys\"", StringComparison.Ordinal) ? key : $$"""{"keys":[{{key}}]}""")),
        Encoding.UTF8.GetBytes(Differential.TokenSource.Jwks), Encoding.UTF8.GetBytes(TestKey.Set("rsa-2048", "ec-256", "rsa-2048")),
    ];

    private static IEnumerable<string> Strings(string file, string member) => Values(VectorFile.Read(file), member).Select(value => value.ToString());

    private static IEnumerable<string> Keys(string file) =>
        Values(VectorFile.Read(file), "public").Concat(Values(VectorFile.Read(file), "private")).Select(value => value.GetRawText());

    private static IEnumerable<JsonElement> Values(JsonElement json, string member) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(each => each.NameEquals(member) ? [each.Value] : Values(each.Value, member)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(each => Values(each, member)),
        _ => [],
    };

    // Two lines each: jwt: "..." and jwks: '...', with the escapes of a text proto.
    private static IEnumerable<(string Token, string Keys)> Corpora() =>
        from file in VectorFile.In("jwt_verify_lib-fuzz-corpus", "*.txt")
        let lines = File.ReadAllLines(file)
        select (Line(lines, "jwt: "), Line(lines, "jwks: "));

    private static string Line(string[] lines, string name) => lines.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim()[1..^1].Replace("\\n", "\n", StringComparison.Ordinal);
}
