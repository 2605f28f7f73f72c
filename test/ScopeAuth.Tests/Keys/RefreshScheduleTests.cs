using ScopeAuth.Keys;
using ScopeAuth.Network;

namespace ScopeAuth.Tests.Keys;

public sealed class RefreshScheduleTests
{
    [Theory]
    [InlineData(null, 3600)]                // the server says nothing
    [InlineData(1800, 1800)]
    [InlineData(0, 300)]                    // no-store: still no reason to flood it
    [InlineData(-50, 300)]
    [InlineData(3832304, 86400)]
    public void Keys_are_loaded_again_at_80_percent_of_their_age_give_or_take_a_tenth(int? maxAge, int age)
    {
        var times = Sample(() => RefreshSchedule.AfterSuccess(maxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null));

        Assert.All(times, time => Assert.InRange(time.TotalSeconds, age * 0.72, age * 0.88));
        Assert.True(times.Distinct().Count() > 50, "Servers that were registered together must not stay together.");
    }

    [Theory]
    [InlineData(1, 4.5, 5.5)]
    [InlineData(2, 9, 11)]
    [InlineData(3, 18, 22)]
    [InlineData(6, 144, 176)]
    [InlineData(7, 240, 300)]
    [InlineData(1_000_000, 240, 300)]
    public void After_failures_the_pauses_grow_from_five_seconds_to_five_minutes(int failures, double least, double most) =>
        Assert.All(Sample(() => RefreshSchedule.AfterFailure(failures)), time => Assert.InRange(time.TotalSeconds, least, most));

    [Theory]
    [InlineData(120, 120, 120)]
    [InlineData(3600, 300, 300)]
    [InlineData(1, 4.5, 5.5)]
    [InlineData(-1, 4.5, 5.5)]
    public void A_server_that_asks_for_a_longer_pause_gets_it_within_bounds(int asked, double least, double most)
    {
        var load = KeyLoad.Failed(new(NetworkFailureKind.HttpStatus, "status 503")) with { RetryAfter = TimeSpan.FromSeconds(asked) };

        Assert.All(Sample(() => RefreshSchedule.After(load, new StubKeySource(), failuresInARow: 1)), time => Assert.InRange(time.TotalSeconds, least, most));
    }

    [Fact]
    public void A_file_is_looked_at_as_often_as_its_source_says_whatever_an_answer_would()
    {
        var source = new JwksFileKeySource(new(["/keys"], TimeProvider.System));

        Assert.All(Sample(() => RefreshSchedule.After(KeyLoad.Unchanged with { MaxAge = TimeSpan.FromHours(5) }, source, failuresInARow: 0)), time => Assert.Equal(source.Interval, time));
        Assert.InRange(source.Interval.GetValueOrDefault(), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
    }

    private static List<TimeSpan> Sample(Func<TimeSpan> next) => [.. Enumerable.Range(0, 100).Select(_ => next())];
}
