using ScopeAuth.AuthorizationServers;
using ScopeAuth.Caching;
using ScopeAuth.Keys;
using ScopeAuth.Tests.AuthorizationServers;
using ScopeAuth.Tests.Tokens;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Caching;

public sealed class AcceptedTokensTests
{
    private const int Capacity = 1024;

    private static readonly AuthorizationServer Server = KnownServer.With("https://issuer.example", KeySetReader.Read("""{"keys":[]}"""u8.ToArray()).Keys, TimeProvider.System);

    [Fact]
    public void A_token_is_found_again()
    {
        var tokens = new AcceptedTokens(Capacity);
        var token = Token("signature");
        tokens.Add(token);

        Assert.Same(token, tokens.Find(Text("signature")));
    }

    [Fact]
    public void Two_tokens_with_one_signature_are_never_taken_for_each_other()
    {
        var tokens = new AcceptedTokens(Capacity);
        tokens.Add(Token("signature", payload: """{"a":1}"""));

        Assert.Null(tokens.Find(Text("signature", payload: """{"b":1}""")));
    }

    [Fact]
    public void Another_spelling_of_a_token_is_another_token()
    {
        var tokens = new AcceptedTokens(Capacity);
        tokens.Add(Token("signature"));
        var text = Text("signature");
        var payload = text.IndexOf('.', StringComparison.Ordinal) + 1;

        Assert.NotNull(tokens.Find(text));
        string[] others =
        [
            text[1..], "A" + text, text + "=", " " + text[1..],
            string.Concat(text.AsSpan(0, payload - 1), "A", text.AsSpan(payload)),                                      // a dot is gone
            string.Concat(text.AsSpan(0, payload - 2), ".", text.AsSpan(payload - 2, 1), text.AsSpan(payload)),         // a dot moved
            string.Concat(text.AsSpan(0, payload), "\n", text.AsSpan(payload + 1)),
            text.Replace('_', '/'), "\u0141" + text[1..],
        ];
        Assert.All(others.Where(other => other != text), other => Assert.Null(tokens.Find(other)));
    }

    [Fact]
    public void What_was_removed_is_gone_and_its_bytes_are_free()
    {
        var tokens = new AcceptedTokens(Capacity);
        var token = Token("signature");
        tokens.Add(token);

        tokens.Remove(token);

        Assert.Null(tokens.Find(Text("signature")));
        Assert.Equal(0, tokens.Bytes);
    }

    [Fact]
    public void A_capacity_of_zero_keeps_nothing()
    {
        var tokens = new AcceptedTokens(0);
        tokens.Add(Token("signature"));

        Assert.Null(tokens.Find(Text("signature")));
        Assert.Equal(0, tokens.Bytes);
    }

    [Fact]
    public void A_million_tokens_pass_through_and_the_table_keeps_its_size()
    {
        var tokens = new AcceptedTokens(Capacity);
        for (var number = 0; number < 1_000_000; number++) tokens.Add(Token($"signature{number}"));

        Assert.InRange(tokens.Count, 1, Capacity);
        Assert.InRange(tokens.Bytes, 1, Capacity * 1024L);
    }

    [Fact]
    public void A_flood_of_tokens_that_are_used_once_leaves_those_in_daily_use_alone()
    {
        var tokens = new AcceptedTokens(Capacity);
        string[] daily = [.. Enumerable.Range(0, Capacity / 4).Select(number => $"daily{number}")];
        foreach (var _ in Enumerable.Range(0, 3))
            foreach (var signature in daily)
                if (tokens.Find(Text(signature)) is null) tokens.Add(Token(signature));

        var before = daily.Count(signature => tokens.Find(Text(signature)) is not null);
        for (var number = 0; number < 100_000; number++) tokens.Add(Token($"flood{number}"));
        var after = daily.Count(signature => tokens.Find(Text(signature)) is not null);

        Assert.InRange(before, daily.Length * 9 / 10, daily.Length);
        Assert.InRange(after, daily.Length * 8 / 10, daily.Length);
    }

    [Fact]
    public void Tokens_of_full_length_do_not_take_more_than_the_bound()
    {
        var tokens = new AcceptedTokens(Capacity);
        var payload = $$"""{"p":"{{new string('p', 12_000)}}"}""";
        for (var number = 0; number < 4 * Capacity; number++) tokens.Add(Token($"signature{number}", payload));

        Assert.InRange(tokens.Bytes, 1, Capacity * 1024L);
    }

    private static CachedToken Token(string signature, string payload = "{}")
    {
        var text = Text(signature, payload);
        Assert.Null(UnverifiedToken.Read(text, CompactToken.MaxLength, out var token));
        return new(TokenHash.Of(text), new(token), Server, TokenVerdict.Refuse(Rejection.NoCredentials), default, null!, 0, 0, DateTimeOffset.MaxValue, use: null);
    }

    private static string Text(string signature, string payload = "{}") =>
        CompactToken.Of("""{"alg":"RS256"}""", payload, signature.PadLeft(44, '_'));
}
