using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Tokens;

public sealed class TokenTimesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    [Fact]
    public void The_three_dates_are_read()
    {
        Assert.True(TokenTimes.TryRead(JsonObject.Read("""{"exp":30,"nbf":20.5,"iat":1e1}"""), out var times));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(30), times.ExpiresAt);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(20.5), times.NotBefore);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(10), times.IssuedAt);
    }

    [Fact]
    public void Only_exp_must_be_there()
    {
        Assert.True(TokenTimes.TryRead(JsonObject.Read("""{"exp":30}"""), out var times));
        Assert.Null(times.NotBefore);
        Assert.Null(times.IssuedAt);
        Assert.False(TokenTimes.TryRead(JsonObject.Read("""{"nbf":20,"iat":10,"EXP":30}"""), out _));
    }

    public static TheoryData<string> WrongDates =>
    [
        "\"30\"", "\"\"", "true", "false", "null", "[]", "[30]", "{}", "-1", "-0.5", "1e400", "1e26", "9223372036854775807", "9223372036854775808",
        "253402300800", "1e99999999999999999999",
    ];

    [Theory]
    [MemberData(nameof(WrongDates))]
    public void A_date_that_is_no_number_of_seconds_makes_the_claims_invalid(string date)
    {
        Assert.False(TokenTimes.TryRead(JsonObject.Read($$"""{"exp":{{date}}}"""), out _));
        Assert.False(TokenTimes.TryRead(JsonObject.Read($$"""{"exp":30,"nbf":{{date}}}"""), out _));
        Assert.False(TokenTimes.TryRead(JsonObject.Read($$"""{"exp":30,"iat":{{date}}}"""), out _));
    }

    [Theory]
    [InlineData(0.001, null)]
    [InlineData(0, null)]
    [InlineData(-59.999, null)]             // expired, but within the skew
    [InlineData(-60, Rejection.Expired)]    // RFC 7519 section 4.1.4: on or after
    [InlineData(-60.001, Rejection.Expired)]
    public void A_token_expires_when_the_skew_is_used_up(double expiresIn, Rejection? rejection) =>
        Assert.Equal(rejection, Times(expiresIn, issuedIn: -600).Check(Now, Skew, Longest));

    [Theory]
    [InlineData(-1, null)]
    [InlineData(60, null)]
    [InlineData(60.001, Rejection.NotYetValid)]
    public void A_token_begins_within_the_skew(double beginsIn, Rejection? rejection)
    {
        Assert.Equal(rejection, Times(600, notBeforeIn: beginsIn).Check(Now, Skew, Longest));
        Assert.Equal(rejection, Times(600, issuedIn: beginsIn).Check(Now, Skew, Longest));
        Assert.Equal(rejection, Times(600, notBeforeIn: beginsIn, issuedIn: -1).Check(Now, Skew, Longest));
        Assert.Equal(rejection, Times(600, notBeforeIn: -1, issuedIn: beginsIn).Check(Now, Skew, Longest));
    }

    [Theory]
    [InlineData(30, null)]
    [InlineData(29.999, Rejection.InvalidClaim)]
    [InlineData(-30, Rejection.InvalidClaim)]
    [InlineData(-60, Rejection.Expired)]
    public void A_token_that_ends_before_it_begins_was_never_valid_whatever_the_skew(double expiresIn, Rejection? rejection)
    {
        Assert.Equal(rejection, Times(expiresIn, notBeforeIn: 30).Check(Now, Skew, Longest));
        Assert.Equal(rejection, Times(expiresIn, issuedIn: 30).Check(Now, Skew, Longest));
    }

    [Fact]
    public void Without_skew_the_clock_is_exact()
    {
        Assert.Equal(Rejection.Expired, Times(0, issuedIn: -1).Check(Now, TimeSpan.Zero, Longest));
        Assert.Null(Times(0.001, issuedIn: 0).Check(Now, TimeSpan.Zero, Longest));
        Assert.Equal(Rejection.NotYetValid, Times(600, issuedIn: 0.001).Check(Now, TimeSpan.Zero, Longest));
    }

    [Fact]
    public void The_lifetime_counts_from_issue_else_from_the_beginning_else_from_now()
    {
        var longest = TimeSpan.FromSeconds(1000);

        Assert.Null(Times(500, issuedIn: -500).Check(Now, Skew, longest));
        Assert.Equal(Rejection.LifetimeTooLong, Times(501, issuedIn: -500).Check(Now, Skew, longest));
        Assert.Null(Times(500, issuedIn: -500, notBeforeIn: -900).Check(Now, Skew, longest));
        Assert.Null(Times(500, notBeforeIn: -500).Check(Now, Skew, longest));
        Assert.Equal(Rejection.LifetimeTooLong, Times(501, notBeforeIn: -500).Check(Now, Skew, longest));
        Assert.Null(Times(1000).Check(Now, Skew, longest));
        Assert.Equal(Rejection.LifetimeTooLong, Times(1000.001).Check(Now, Skew, longest));
    }

    [Fact]
    public void The_ends_of_time_overflow_nothing()
    {
        Assert.True(TokenTimes.TryRead(JsonObject.Read("""{"exp":253402300799,"nbf":253402300799,"iat":253402300799}"""), out var last));
        Assert.True(TokenTimes.TryRead(JsonObject.Read("""{"exp":0,"nbf":0,"iat":0}"""), out var first));
        Assert.Equal(Rejection.NotYetValid, last.Check(DateTimeOffset.MinValue, TimeSpan.FromSeconds(300), Longest));
        Assert.Equal(Rejection.NotYetValid, last.Check(Now, Skew, Longest));
        Assert.Null(last.Check(DateTimeOffset.MaxValue, Skew, Longest));
        Assert.Equal(Rejection.NotYetValid, first.Check(DateTimeOffset.MinValue, TimeSpan.FromSeconds(300), Longest));
        Assert.Equal(Rejection.Expired, first.Check(DateTimeOffset.MaxValue, TimeSpan.FromSeconds(300), Longest));
        Assert.Equal(Rejection.LifetimeTooLong, (last with { NotBefore = null, IssuedAt = null }).Check(Now, Skew, TimeSpan.FromDays(31)));
        Assert.Equal(Rejection.Expired, first.Check(Now, Skew, Longest));
    }

    private static TokenTimes Times(double expiresIn, double? notBeforeIn = null, double? issuedIn = null) =>
        new(Now.AddSeconds(expiresIn), notBeforeIn is { } begin ? Now.AddSeconds(begin) : null, issuedIn is { } issued ? Now.AddSeconds(issued) : null);
}
