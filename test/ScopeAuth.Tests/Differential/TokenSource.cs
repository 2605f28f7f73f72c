using ScopeAuth.Tests.Fuzzing;
using ScopeAuth.Tests.Tokens;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Differential;

/// <summary>The key set that both sides know, and the tokens that both are asked about.</summary>
internal static class TokenSource
{
    /// <summary>Mostly the cheapest to sign with; each of the others often enough.</summary>
    private static readonly string[] Signers = [.. Enumerable.Repeat("ec-256", 18), "rsa-2048", "rsa-2048", "rsa-3072", "ec-384", "ec-521"];

    /// <summary>The published keys, and what each may verify: one of them names its algorithm.</summary>
    public static IReadOnlyList<(string Id, IReadOnlyList<string> Algorithms)> Published { get; } =
    [
        .. new[] { "rsa-2048", "rsa-4096", "ec-256", "ec-384", "ec-521" }.Select(id => (id, (IReadOnlyList<string>)[.. TestKey.Of(id).Algorithms.Select(algorithm => algorithm.Name)])),
        ("rsa-3072", ["RS256"]),
    ];

    public static string Jwks { get; } = $$"""{"keys":[{{string.Join(',', Published.Select(key =>
        TestKey.Of(key.Id).PublicJwk(key.Algorithms is [var only] ? $"\"use\":\"sig\",\"alg\":\"{only}\"" : "\"use\":\"sig\"")))}}]}""";

    public static TokenDraft Draft(Random random, DateTimeOffset now)
    {
        var key = TestKey.Of(random.Pick(Signers));
        return new(key, random.Pick([.. key.Algorithms]), now);
    }

    public static IEnumerable<TokenDraft> OneOfEach(DateTimeOffset now) =>
        from key in Published
        from name in key.Algorithms
        select new TokenDraft(TestKey.Of(key.Id), SignatureAlgorithm.Find(name)!, now);
}
