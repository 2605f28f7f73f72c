using ScopeAuth.Keys;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Keys;

public sealed class JoinedAttemptTests
{
    private readonly FakeClock _clock = new();
    private readonly StubKeySource _source = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_joins_an_attempt_that_begins_while_it_looks_whether_it_may_begin_one()
    {
        var reading = new InterruptedClock(_clock);
        var ring = new KeyRing("acme", "fingerprint", _source, new(reading, new(60, TimeSpan.FromMinutes(1), _clock), (_, _, _) => { }, _ => { }, CancellationToken.None));
        var first = ring.RefreshAsync();
        (await _source.NextAsync(Token)).SetResult(StubKeySource.Keys("one"));
        await first;

        // The cool-down of the first forbids the token an attempt of its own, and by the time that this is known the schedule has begun one.
        reading.AtNextLook = () => ring.RefreshAsync();
        var waiting = ring.RefreshForUnknownKeyAsync(Token);

        Assert.False(waiting.IsCompleted);
        (await _source.NextAsync(Token)).SetResult(StubKeySource.Keys("one", "two"));
        await waiting;
        Assert.Equal(2, ring.Current.Keys.Length);
        Assert.Equal(2, _source.Asked);
    }

    /// <summary>Lets something happen between a look at the clock and what is made of it.</summary>
    private sealed class InterruptedClock(TimeProvider inner) : TimeProvider
    {
        public Action? AtNextLook { get; set; }

        public override long TimestampFrequency => inner.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

        public override long GetTimestamp()
        {
            var happens = AtNextLook;
            AtNextLook = null;
            happens?.Invoke();
            return inner.GetTimestamp();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => inner.CreateTimer(callback, state, dueTime, period);
    }
}
