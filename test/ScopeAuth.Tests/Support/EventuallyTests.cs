namespace ScopeAuth.Tests.Support;

public sealed class EventuallyTests
{
    private readonly FakeClock _clock = new();
    private int _asked;

    [Fact]
    public async Task A_wait_in_vain_ends_and_says_what_it_was_for_and_what_there_was()
    {
        var waiting = Eventually.IsAsync(AskAsync, answer => answer < 0, clock: _clock);
        while (await Task.WhenAny(waiting, _clock.WhenDueWithinAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken)) != waiting)
            _clock.Advance(TimeSpan.FromMinutes(1));

        var vain = await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        Assert.Equal($"For 5 minutes this was waited for: answer => answer < 0. In the end there was: {_asked}.", vain.Message);
    }

    [Fact]
    public async Task What_is_there_is_not_waited_for()
    {
        Assert.Equal(1, await Eventually.IsAsync(AskAsync, answer => answer > 0, clock: _clock));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task It_asks_again_until_the_answer_is_the_one()
    {
        var waiting = Eventually.IsAsync(AskAsync, answer => answer == 3, clock: _clock);

        Assert.Equal(3, await _clock.UntilAsync(waiting));
    }

    private Task<int> AskAsync() => Task.FromResult(++_asked);
}
