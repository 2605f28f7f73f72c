using System.Globalization;
using ScopeAuth.Tests.Fuzzing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Attacks;

/// <summary>Section E of docs/security.md, continued: dates.</summary>
public sealed class TimeTests(AttackedApi api) : IClassFixture<AttackedApi>
{
    [Fact]
    public async Task E89_A_token_that_never_expires_is_refused() => await api.RefusesAsync(Rejection.InvalidClaim, draft => draft.Claims.Drop("exp"));

    [Theory]
    [InlineData("\"4102444800\"")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("[4102444800]")]
    [InlineData("{\"exp\":4102444800}")]
    [InlineData("\"\"")]
    public async Task E90_A_date_that_is_no_number_is_refused(string value)
    {
        foreach (var claim in (string[])["exp", "nbf", "iat"])
            await api.RefusesAsync(Rejection.InvalidClaim, draft => draft.Claims.Set(claim, value));
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775808")]
    [InlineData("18446744073709551616")]
    [InlineData("100000000000000000000000000")]
    [InlineData("253402300800")]
    [InlineData("253402300799.9999999")]
    [InlineData("-62135596801")]
    [InlineData("-1e18")]
    public async Task E91_A_date_beyond_the_calendar_means_neither_never_nor_a_fault(string value)
    {
        foreach (var claim in (string[])["exp", "nbf", "iat"])
        {
            var draft = api.Draft();
            draft.Claims.Set(claim, value);
            var answer = await api.AskAsync(draft);
            Assert.True(answer is { Status: 401, Rejection: Rejection.InvalidClaim or Rejection.Expired or Rejection.LifetimeTooLong or Rejection.NotYetValid }, $"{claim}: {answer}");
        }
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("0x7fffffff")]
    [InlineData("0123456789")]
    [InlineData("+1767225600")]
    [InlineData("1.")]
    [InlineData(".1")]
    [InlineData("1e")]
    [InlineData("1_000")]
    [InlineData("\uff11\uff12")]
    public async Task E92_A_number_that_JSON_does_not_have_makes_the_token_malformed(string value) =>
        await api.RefusesAsync(Rejection.Malformed, draft => draft.Claims.Set("exp", value));

    [Theory]
    [InlineData("exp", -60, Rejection.Expired)]             // the skew is 60 s
    [InlineData("exp", -59, null)]
    [InlineData("nbf", 61, Rejection.NotYetValid)]
    [InlineData("nbf", 60, null)]
    [InlineData("iat", 61, Rejection.NotYetValid)]
    [InlineData("iat", 60, null)]
    public async Task E93_The_skew_of_the_clocks_is_60_seconds_and_not_one_more(string claim, int seconds, Rejection? expected)
    {
        var draft = api.Draft();
        draft.Claims.Set("iat", TokenDraft.Seconds(draft.Now.AddHours(-1)));
        draft.Claims.Set(claim, TokenDraft.Seconds(draft.Now.AddSeconds(seconds)));

        Assert.Equal(expected, (await api.AskAsync(draft)).Rejection);
    }

    [Theory]
    [InlineData("ClockSkew", "-00:00:01")]
    [InlineData("ClockSkew", "00:05:01")]
    [InlineData("ClockSkew", "NaN")]
    [InlineData("ClockSkew", "10675199.02:48:05")]
    [InlineData("MaxTokenLifetime", "-01:00:00")]
    [InlineData("MaxTokenLifetime", "00:00:00")]
    [InlineData("MaxTokenLifetime", "Infinity")]
    public async Task E94_A_span_that_makes_no_sense_stops_the_start(string setting, string value)
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => TestApi.StartAsync(api.Server.ConfigurationFor("acme"), [AttackedApi.Setting(setting, value)]));

        Assert.Contains($"AuthorizationServers:acme:{setting}", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(24 * 60 * 60, null)]
    [InlineData((24 * 60 * 60) + 1, Rejection.LifetimeTooLong)]
    [InlineData(10 * 365 * 24 * 60 * 60, Rejection.LifetimeTooLong)]
    public async Task E96_A_token_lives_a_day_at_most(int seconds, Rejection? expected)
    {
        var draft = api.Draft();
        draft.Claims.Set("exp", (draft.Now.ToUnixTimeSeconds() + seconds).ToString(CultureInfo.InvariantCulture));

        Assert.Equal(expected, (await api.AskAsync(draft)).Rejection);
    }
}
