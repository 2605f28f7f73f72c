using System.Globalization;
using ScopeAuth.Tests.Tokens;

namespace ScopeAuth.Tests.Fuzzing;

internal static class ClaimMutations
{
    private static readonly string[] Names =
        ["iss", "aud", "client_id", "sub", "jti", "scope", "iat", "exp", "nbf", "azp", "cid", "appid", "uti", "scp", "roles", "cnf", "nonce", "at_hash", "events", "typ", "token_use", "act", "tid"];

    private static readonly string[] Issuers =
    [
        $"{OfflineApi.Issuer}/", "HTTPS://as.example", "https://AS.example", "http://as.example", "https://as.example:443", "https://as.example.evil.example",
        "https://evil.example/https://as.example", "https://as.example@evil.example", "https://as.exampl", "https://as.examp\\u006ce", " https://as.example", "https://\\u0430s.example", "",
    ];

    private static readonly string[] Audiences =
    [
        "\"https://api.example/\"", "\"https://API.example\"", "\"https://api.exampl\"", "\"https://api.example other\"", "\"*\"", "\"\"", "[]", "[\"https://api.example\"]",
        "[\"other\",\"https://api.example\"]", "[\"https://api.example\",null]", "[\"https://api.example\",1]", "[[\"https://api.example\"]]", "\"https:\\/\\/api.example\"",
        "[\"https:\\/\\/api.example\"]", "{\"https://api.example\":1}",
    ];

    public static IReadOnlyList<(string Name, Action<TokenDraft, Random> Apply)> All { get; } =
    [
        ("any claim of any value", (draft, random) => draft.Claims.Set(random.Pick(Names), JsonTexts.Any(random))),
        ("a claim missing", (draft, random) => draft.Claims.Drop(random.Pick(Names))),
        ("a claim twice", (draft, random) =>
        {
            var name = random.Pick(Names);
            draft.Claims.Insert(random.Next(draft.Claims.Count), JsonLine.Of(random.Chance(3) ? $"\\u{(int)name[0]:x4}{name[1..]}" : name, JsonTexts.Any(random)));
        }),
        ("a name in another case", (draft, random) => Rename(draft, random, name => name.ToUpperInvariant())),
        ("a name respelled", (draft, random) => Rename(draft, random, name => JsonTexts.Respelled(random, name))),
        ("a value respelled", (draft, random) =>
        {
            var index = random.Next(draft.Claims.Count);
            draft.Claims[index] = draft.Claims[index] with { Value = JsonTexts.Respelled(random, draft.Claims[index].Value) };
        }),
        ("iss", (draft, random) => draft.Claims.Set("iss", random.Chance(4) ? JsonTexts.Any(random) : $"\"{random.Pick(Issuers)}\"")),
        ("iss in an array", (draft, _) => draft.Claims.Set("iss", $"[\"{OfflineApi.Issuer}\"]")),
        ("aud", (draft, random) => draft.Claims.Set("aud", random.Pick(Audiences))),
        ("aud of thousands", (draft, random) =>
            draft.Claims.Set("aud", $"[{string.Concat(Enumerable.Range(0, random.Next(200, 1200)).Select(index => $"\"{index}\","))}\"{OfflineApi.Audience}\"]")),
        ("exp", (draft, random) => draft.Claims.Set("exp", Date(draft, random))),
        ("exp at the edge", (draft, random) =>
            draft.Claims.Set("exp", (draft.Now.ToUnixTimeSeconds() + random.Pick([-61, -60.5, -60, -59.5, -59])).ToString(CultureInfo.InvariantCulture))),
        ("nbf", (draft, random) => draft.Claims.Set("nbf", Date(draft, random))),
        ("iat", (draft, random) => draft.Claims.Set("iat", Date(draft, random))),
        ("client", (draft, random) => draft.Claims.Set(random.Pick(["client_id", "azp", "cid", "appid"]), $"\"{random.Pick(["client-1", "client-2", "CLIENT-1", "*", ""])}\"")),
        ("scope", (draft, random) => draft.Claims.Set(random.Pick(["scope", "scp", "roles"]), random.Pick(
        [
            $"[\"{OfflineApi.Scope}\"]", $"\"openid {OfflineApi.Scope} x\"", "\"zscaler.net::7654321::FirewallAdmin\"", "\"FirewallAdmin\"", $"\"{OfflineApi.Scope}\\u0000\"",
            $"\"{OfflineApi.Scope}::x\"", "\"ZSCALER.NET::1234567::FirewallAdmin\"", "\"\"", "[]", "{}", "1", $"[[\"{OfflineApi.Scope}\"]]",
        ]))),
        ("a binding", (draft, random) => draft.Claims.Set("cnf", random.Pick(["{\"jkt\":\"x\"}", "{\"x5t#S256\":\"x\"}", "{}", "null"]))),
        ("another kind of token", (draft, random) => draft.Claims.Set(
            random.Pick(["nonce", "at_hash", "c_hash", "events", "typ", "token_use"]), random.Pick(["\"x\"", "{}", "\"ID\"", "\"Bearer\"", "\"access\"", "\"id\"", "1"]))),
        ("more claims", (draft, random) => draft.Claims.Insert(random.Next(draft.Claims.Count + 1), JsonLine.Of($"x{random.Next(1000)}", JsonTexts.Any(random)))),
        ("many claims", (draft, random) => draft.Claims.AddRange(Enumerable.Range(0, random.Next(100, 300)).Select(index => JsonLine.Of($"y{index}", "1")))),
        ("a token inside", (draft, _) => draft.Claims.Set("act", "\"eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.\"")),
        ("names of the runtime", (draft, random) => draft.Claims.Add(JsonLine.Of(random.Pick(["__proto__", "constructor", "$type", "$ref", "scopeauth:role"]), JsonTexts.Any(random)))),
    ];

    private static void Rename(TokenDraft draft, Random random, Func<string, string> change)
    {
        var index = random.Next(draft.Claims.Count);
        draft.Claims[index] = draft.Claims[index] with { Name = change(draft.Claims[index].Name) };
    }

    // Edges of the skew and of the longest lifetime, among numbers that are no dates.
    private static string Date(TokenDraft draft, Random random) => random.Next(4) switch
    {
        0 => random.Pick(JsonTexts.Numbers),
        1 => $"\"{TokenDraft.Seconds(draft.Now.AddMinutes(10))}\"",
        2 => JsonTexts.Respelled(random, TokenDraft.Seconds(draft.Now.AddMinutes(random.Next(-20, 20)))),
        _ => (draft.Now.ToUnixTimeSeconds() + random.Pick([-3600, -61, -60.5, -60, -59.5, -59, -1, 0, 1, 59, 60, 60.5, 61, 3600, 86399, 86400, 86401, 864000.0]))
            .ToString(CultureInfo.InvariantCulture),
    };
}
