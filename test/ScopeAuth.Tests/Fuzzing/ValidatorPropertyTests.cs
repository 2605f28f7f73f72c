using FsCheck.Fluent;
using ScopeAuth.Tests.Tokens;

namespace ScopeAuth.Tests.Fuzzing;

/// <summary>What holds for the validator whatever the text is.</summary>
public sealed class ValidatorPropertyTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    [Fact]
    public async Task Whatever_the_text_is_there_is_a_verdict_and_never_a_fault()
    {
        using var api = await OfflineApi.StartAsync(TestKey.Set("rsa-2048", "ec-256"));
        var strings = ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "");
        var parts = Gen.Elements(Alphabet.ToCharArray()).ArrayOf().Select(characters => new string(characters));
        var bytes = ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => CompactToken.Encode(bytes ?? []));
        var header = Gen.Elements("""{"alg":"ES256","kid":"ec-256"}""", """{"alg":"RS256"}""", "{}", "[]", "").Select(CompactToken.Encode);
        var part = Gen.OneOf(header, parts, bytes, strings.Select(CompactToken.Encode), strings);
        Property.Holds(
            Gen.OneOf(strings, part.ArrayOf().Select(parts => string.Join('.', parts)), part.ArrayOf(3).Select(parts => string.Join('.', parts))),
            text => Judge(api, text) is not (null or Rejection.InternalFault),
            tests: 10_000);
    }

    [Fact]
    public async Task Whatever_a_signed_token_says_there_is_a_verdict_and_never_a_fault()
    {
        using var api = await OfflineApi.StartAsync(TestKey.Set("rsa-2048", "ec-256"));
        var key = TestKey.Of("ec-256");
        var payload = from seed in Gen.Choose(0, int.MaxValue) from changes in Gen.Choose(0, 4) select (seed, changes);
        Property.Holds(
            payload,
            choice =>
            {
                var draft = new TokenDraft(key, key.Algorithms.First(), api.Clock.GetUtcNow());
                var random = new Random(choice.seed);
                for (var index = 0; index < choice.changes; index++) random.Pick(ClaimMutations.All).Apply(draft, random);
                return Judge(api, draft.Build()) != Rejection.InternalFault;
            },
            tests: 3000);
    }

    [Theory]
    [InlineData("ec-256")]
    [InlineData("rsa-2048")]
    public async Task A_token_with_any_one_character_changed_is_refused(string id)
    {
        using var api = await OfflineApi.StartAsync(TestKey.Set("rsa-2048", "ec-256"));
        var key = TestKey.Of(id);
        var token = new TokenDraft(key, key.Algorithms.First(), api.Clock.GetUtcNow()).Build();
        Assert.Null(Judge(api, token));
        var tried = 0;
        for (var at = 0; at < token.Length; at++)
        {
            Assert.NotNull(Judge(api, token.Remove(at, 1)));
            Assert.NotNull(Judge(api, token.Insert(at, "A")));
            foreach (var other in new[] { Next(token[at], 1), Next(token[at], 2), Next(token[at], 33), '.', '=' }.Where(other => other != token[at]))
            {
                Assert.NotNull(Judge(api, $"{token[..at]}{other}{token[(at + 1)..]}"));
                tried++;
            }
        }
        Assert.InRange(tried, token.Length * 4, token.Length * 5);
    }

    [Fact]
    public async Task The_twin_of_an_ECDSA_signature_is_another_text_and_the_same_token()
    {
        using var api = await OfflineApi.StartAsync(TestKey.Set("ec-256"));
        var draft = new TokenDraft(TestKey.Of("ec-256"), TestKey.Of("ec-256").Algorithms.Single(), api.Clock.GetUtcNow());
        var token = draft.Build();
        var signed = token[..token.LastIndexOf('.')];
        var twin = $"{signed}.{CompactToken.Encode(SignatureMutations.Twin(System.Buffers.Text.Base64Url.DecodeFromChars(token.AsSpan(signed.Length + 1))))}";

        Assert.NotEqual(token, twin);
        var (one, other) = (await api.Validator.ValidateAsync(token), await api.Validator.ValidateAsync(twin));
        Assert.True(one.IsAccepted && other.IsAccepted);
        Assert.Equal((one.Token.TokenId, one.Token.AuthorizationServer, one.Token.Subject), (other.Token.TokenId, other.Token.AuthorizationServer, other.Token.Subject));
    }

    [Fact]
    public async Task The_verdict_depends_neither_on_the_order_of_tokens_nor_on_what_was_judged_before()
    {
        using var api = await OfflineApi.StartAsync(TestKey.Set("rsa-2048", "ec-256"));
        var random = new Random(42);
        var tokens = Enumerable.Range(0, 400).Select(_ =>
        {
            var draft = new TokenDraft(TestKey.Of("ec-256"), TestKey.Of("ec-256").Algorithms.Single(), api.Clock.GetUtcNow());
            Mutations.Apply(draft, random, random.Next(3));
            return draft.Build();
        }).ToList();
        var first = tokens.ConvertAll(token => Judge(api, token));
        Assert.InRange(first.Count(verdict => verdict is null), 40, 300);

        Assert.Equal(first, tokens.ConvertAll(token => Judge(api, token)));
        foreach (var index in Enumerable.Range(0, tokens.Count).Reverse()) Assert.Equal(first[index], Judge(api, tokens[index]));
        await Parallel.ForAsync(0, tokens.Count, (index, _) =>
        {
            Assert.Equal(first[index], Judge(api, tokens[index]));
            return ValueTask.CompletedTask;
        });
    }

    private static Rejection? Judge(OfflineApi api, string token) => api.JudgeAsync(token).AsTask().GetAwaiter().GetResult();

    private static char Next(char character, int by)
    {
        var index = Alphabet.IndexOf(character, StringComparison.Ordinal);
        return index < 0 ? 'A' : Alphabet[(index + by) % Alphabet.Length];
    }
}
