namespace ScopeAuth.Tests.Support;

public sealed class FakeClockTests
{
    private readonly FakeClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Wall_time_and_timestamps_move_together()
    {
        var (now, timestamp) = (_clock.GetUtcNow(), _clock.GetTimestamp());

        _clock.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal(TimeSpan.FromSeconds(90), _clock.GetUtcNow() - now);
        Assert.Equal(TimeSpan.FromSeconds(90), _clock.GetElapsedTime(timestamp));
    }

    [Fact]
    public void Timers_fire_in_order_each_at_its_own_time()
    {
        var start = _clock.GetUtcNow();
        var fired = new List<string>();
        void Note(object? name) => fired.Add($"{name} {(_clock.GetUtcNow() - start).TotalSeconds}");
        using var late = _clock.CreateTimer(Note, "late", TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        using var periodic = _clock.CreateTimer(Note, "periodic", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        using var never = _clock.CreateTimer(Note, "never", Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["periodic 2", "periodic 4", "late 5"], fired);
    }

    [Fact]
    public async Task Delays_and_timeouts_follow_the_clock()
    {
        var delay = Task.Delay(TimeSpan.FromHours(1), _clock, Token);
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(30), _clock);

        _clock.Advance(TimeSpan.FromMinutes(30));
        Assert.True(timeout.IsCancellationRequested);
        Assert.False(delay.IsCompleted);

        _clock.Advance(TimeSpan.FromMinutes(30));
        await delay;
    }

    [Fact]
    public void A_disposed_or_changed_timer_does_not_fire_at_its_old_time()
    {
        var fired = 0;
        var disposed = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        using var changed = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        disposed.Dispose();
        changed.Change(TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, fired);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, fired);
    }

    [Fact]
    public async Task A_test_can_wait_until_a_timer_is_armed()
    {
        var armed = _clock.WhenDueWithinAsync(TimeSpan.FromSeconds(1), Token);
        using var later = _clock.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        Assert.False(armed.IsCompleted);

        using var soon = _clock.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        await armed;
    }

    [Fact]
    public void A_step_of_the_wall_clock_moves_no_timer()
    {
        var timestamp = _clock.GetTimestamp();
        var fired = false;
        using var timer = _clock.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _clock.StepWallClock(TimeSpan.FromDays(1));

        Assert.False(fired);
        Assert.Equal(TimeSpan.Zero, _clock.GetElapsedTime(timestamp));
    }
}
