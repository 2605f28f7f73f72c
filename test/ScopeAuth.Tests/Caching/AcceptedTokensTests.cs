using ScopeAuth.Caching;

namespace ScopeAuth.Tests.Caching;

public sealed class AcceptedTokensTests
{
    private const int Capacity = 1024;

    [Fact]
    public void A_token_is_found_again()
    {
        var tokens = new AcceptedTokens(Capacity);
        var token = Token("header.payload.", "signature");
        tokens.Add(token);

        Assert.Same(token, tokens.Find("header.payload." + Padded("signature")));
    }

    [Fact]
    public void Two_tokens_with_one_signature_are_never_taken_for_each_other()
    {
        var tokens = new AcceptedTokens(Capacity);
        tokens.Add(Token("header.payload-of-a.", "signature"));

        Assert.Null(tokens.Find("header.payload-of-b." + Padded("signature")));
    }

    [Fact]
    public void A_prefix_of_a_token_is_another_token()
    {
        var tokens = new AcceptedTokens(Capacity);
        tokens.Add(Token("xheader.payload.", "signature"));

        Assert.Null(tokens.Find("header.payload." + Padded("signature")));
    }

    [Fact]
    public void What_was_removed_is_gone_and_its_bytes_are_free()
    {
        var tokens = new AcceptedTokens(Capacity);
        var token = Token("header.payload.", "signature");
        tokens.Add(token);

        tokens.Remove(token);

        Assert.Null(tokens.Find("header.payload." + Padded("signature")));
        Assert.Equal(0, tokens.Bytes);
    }

    [Fact]
    public void A_capacity_of_zero_keeps_nothing()
    {
        var tokens = new AcceptedTokens(0);
        tokens.Add(Token("header.payload.", "signature"));

        Assert.Null(tokens.Find("header.payload." + Padded("signature")));
        Assert.Equal(0, tokens.Bytes);
    }

    [Fact]
    public void A_million_tokens_pass_through_and_the_table_keeps_its_size()
    {
        var tokens = new AcceptedTokens(Capacity);
        for (var number = 0; number < 1_000_000; number++) tokens.Add(Token("header.payload.", $"signature{number}"));

        Assert.InRange(tokens.Count, 1, Capacity);
        Assert.InRange(tokens.Bytes, 1, Capacity * 2048L);
    }

    [Fact]
    public void A_flood_of_tokens_that_are_used_once_leaves_those_in_daily_use_alone()
    {
        var tokens = new AcceptedTokens(Capacity);
        string[] daily = [.. Enumerable.Range(0, Capacity / 4).Select(number => $"daily{number}")];
        foreach (var _ in Enumerable.Range(0, 3))
            foreach (var signature in daily)
                if (tokens.Find("header.payload." + Padded(signature)) is null) tokens.Add(Token("header.payload.", signature));

        var before = daily.Count(signature => tokens.Find("header.payload." + Padded(signature)) is not null);
        for (var number = 0; number < 100_000; number++) tokens.Add(Token("header.payload.", $"flood{number}"));
        var after = daily.Count(signature => tokens.Find("header.payload." + Padded(signature)) is not null);

        Assert.InRange(before, daily.Length * 9 / 10, daily.Length);
        Assert.InRange(after, daily.Length * 8 / 10, daily.Length);
    }

    [Fact]
    public void Tokens_of_full_length_do_not_take_more_than_the_bound()
    {
        var tokens = new AcceptedTokens(Capacity);
        var payload = new string('p', 16_000);
        for (var number = 0; number < 4 * Capacity; number++) tokens.Add(Token($"header.{payload}.", $"signature{number}"));

        Assert.InRange(tokens.Bytes, 1, Capacity * 2048L);
    }

    private static CachedToken Token(string start, string signature) =>
        new(start + Padded(signature), TokenVerdict.Refuse(Rejection.NoCredentials), default, null!, null!, 0, DateTimeOffset.MaxValue);

    private static string Padded(string signature) => signature.PadLeft(43, 'A');
}
