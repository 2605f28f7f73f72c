using System.Security.Cryptography;
using System.Text;
using ScopeAuth.Tests.Tokens;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Fuzzing;

internal static class HeaderMutations
{
    private static readonly string[] AlgorithmNames =
    [
        "none", "None", "NONE", "nOnE", "none ", "", "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
        "ES256K", "EdDSA", "Ed25519", "ML-DSA-44", "rs256", "RS256 ", "RS1", "RSA-OAEP", "dir", "A128KW", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    ];

    private static readonly string[] Types =
        ["JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt", "application/jwt", "id+jwt", "dpop+jwt", "logout+jwt", "secevent+jwt", "token-introspection+jwt", "JOSE", "", " JWT"];

    private static readonly string[] KeyIds =
        ["", "unknown", "RSA-2048", "rsa-2048 ", "../../../dev/null", "' OR 1=1 --", "rsa-2048\\u0000", "\\r\\nSet-Cookie: x=1", "http://169.254.169.254/", "rsa-2048-b"];

    private static readonly string[] Signers = ["rsa-2048", "ec-256", "ec-384", "ec-521", "ec-256-b"];

    public static IReadOnlyList<(string Name, Action<TokenDraft, Random> Apply)> All { get; } =
    [
        ("alg says another name", (draft, random) => draft.Header.Set("alg", $"\"{random.Pick(AlgorithmNames)}\"")),
        ("alg of another type", (draft, random) => draft.Header.Set("alg", JsonTexts.Any(random))),
        ("alg missing", (draft, _) => draft.Header.Drop("alg")),
        ("alg twice", (draft, random) => draft.Header.Insert(random.Next(draft.Header.Count), JsonLine.Of(random.Pick(["alg", "\\u0061lg", "Alg"]), "\"none\""))),
        ("alg none, no signature", (draft, random) =>
        {
            draft.Header.Set("alg", $"\"{random.Pick(["none", "None", "NONE"])}\"");
            draft.Sign = _ => [];
        }),
        ("HMAC with the public key", (draft, random) =>
        {
            draft.Header.Set("alg", "\"HS256\"");
            var pem = draft.Key.Rsa?.ExportSubjectPublicKeyInfoPem() ?? draft.Key.Ecdsa!.ExportSubjectPublicKeyInfoPem();
            byte[] secret = random.Next(3) switch { 0 => Encoding.ASCII.GetBytes(pem), 1 => Encoding.UTF8.GetBytes(draft.Key.PublicJwk()), _ => [] };
            draft.Sign = data => HMACSHA256.HashData(secret, data);
        }),
        ("signed with another algorithm than it says", (draft, random) => draft.Algorithm = random.Pick([.. draft.Key.Algorithms])),
        ("signed by another key than it says", (draft, random) =>
        {
            var key = TestKey.Of(random.Pick(Signers));
            (draft.Key, draft.Algorithm) = (key, key.Algorithms.First());
        }),
        ("signed by a key of nobody", (draft, random) =>
        {
            var key = TestKey.Of(random.Pick(["rsa-2048-b", "ec-256-b"]));
            (draft.Key, draft.Algorithm) = (key, key.Algorithms.First());
            draft.Header.Set("alg", $"\"{draft.Algorithm.Name}\"");
        }),
        ("another hash than the curve's", (draft, random) =>
        {
            var key = TestKey.Of(random.Pick(["ec-256", "ec-384", "ec-521"]));
            var algorithm = SignatureAlgorithm.Find(random.Pick(["ES256", "ES384", "ES512"]))!;
            draft.Header.Set("alg", $"\"{algorithm.Name}\"");
            if (random.Chance(3)) draft.Header.Drop("kid");
            else draft.Header.Set("kid", $"\"{key.Id}\"");
            draft.Sign = data => key.Ecdsa!.SignData(data, algorithm.Hash);
        }),
        ("kid missing", (draft, _) => draft.Header.Drop("kid")),
        ("kid of another key", (draft, random) => draft.Header.Set("kid", $"\"{random.Pick(TestKey.All)}\"")),
        ("kid of nothing", (draft, random) => draft.Header.Set("kid", $"\"{random.Pick(KeyIds)}\"")),
        ("kid of another type", (draft, random) => draft.Header.Set("kid", JsonTexts.Any(random))),
        ("kid respelled", (draft, random) => draft.Header.Set("kid", JsonTexts.Respelled(random, $"\"{draft.Key.Id}\""))),
        ("kid long", (draft, random) => draft.Header.Set("kid", $"\"{new string('k', random.Next(200, 2000))}\"")),
        ("typ", (draft, random) => draft.Header.Set("typ", $"\"{random.Pick(Types)}\"")),
        ("typ missing", (draft, _) => draft.Header.Drop("typ")),
        ("typ of another type", (draft, random) => draft.Header.Set("typ", JsonTexts.Any(random))),
        ("crit", (draft, random) => draft.Header.Set("crit", random.Pick(["[\"exp\"]", "[]", "null", "[\"b64\"]", "\"x\"", "[\"alg\"]", "{}"]))),
        ("b64", (draft, random) => draft.Header.Set("b64", random.Pick(["false", "true", "null", "\"false\""]))),
        ("zip or enc", (draft, random) => draft.Header.Set(random.Pick(["zip", "enc"]), random.Pick(["\"DEF\"", "\"A256GCM\"", "null"]))),
        ("a key of its own", (draft, random) =>
        {
            var key = TestKey.Of("ec-256-b");
            draft.Header.Set(random.Pick(["jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256"]), random.Pick([key.PublicJwk(), "\"https://evil.example/jwks\"", "[\"MIIB\"]"]));
            if (random.Chance(2)) (draft.Key, draft.Algorithm) = (key, key.Algorithms.First());
        }),
        ("cty", (draft, random) => draft.Header.Set("cty", random.Pick(["\"JWT\"", "\"json\"", "1"]))),
        ("another member", (draft, random) => draft.Header.Add(JsonLine.Of($"x{random.Next(9)}", JsonTexts.Any(random)))),
        ("many members", (draft, random) => draft.Header.AddRange(Enumerable.Range(0, random.Next(20, 40)).Select(index => JsonLine.Of($"y{index}", "1")))),
    ];
}
