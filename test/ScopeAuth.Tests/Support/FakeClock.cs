namespace ScopeAuth.Tests.Support;

/// <summary>A clock that moves only when a test says so. Wall time, timestamps and timers follow the same hand.</summary>
/// <remarks>
/// Timers fire inside <see cref="Advance"/>, in the order in which they are due, each at its own instant. Delays that a test cannot
/// foresee (a retry's) are awaited with <see cref="WhenDueWithinAsync"/>: it completes as soon as the code under test has armed one.
/// </remarks>
internal sealed class FakeClock(DateTimeOffset? start = null) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<FakeTimer> _timers = [];
    private readonly List<(TimeSpan Within, TaskCompletionSource Armed)> _watchers = [];
    private DateTimeOffset _now = start ?? new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private long _timestamp = TimeSpan.TicksPerDay;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many timers are armed.</summary>
    public int ArmedTimers
    {
        get { lock (_gate) return _timers.Count; }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public override long GetTimestamp()
    {
        lock (_gate) return _timestamp;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        long target;
        lock (_gate) target = _timestamp + by.Ticks;
        while (TakeNext(target) is { } timer) timer.Fire();
        lock (_gate) MoveTo(target);
    }

    /// <summary>Steps the wall clock alone, as NTP or an operator does; timers and timestamps do not notice.</summary>
    public void StepWallClock(TimeSpan by)
    {
        lock (_gate) _now += by;
    }

    /// <summary>Completes once a timer is armed that is due within the given time.</summary>
    public Task WhenDueWithinAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_timers.Exists(timer => timer.DueAt - _timestamp <= within.Ticks)) return Task.CompletedTask;
            var armed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((within, armed));
            return armed.Task.WaitAsync(cancellationToken);
        }
    }

    private FakeTimer? TakeNext(long target)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.DueAt <= target).MinBy(timer => timer.DueAt);
            if (next is null) return null;
            MoveTo(Math.Max(next.DueAt, _timestamp));
            _timers.Remove(next);
            if (next.Period > TimeSpan.Zero) Arm(next, next.Period);
            return next;
        }
    }

    private void MoveTo(long timestamp)
    {
        _now += TimeSpan.FromTicks(timestamp - _timestamp);
        _timestamp = timestamp;
    }

    private void Arm(FakeTimer timer, TimeSpan dueTime)
    {
        timer.DueAt = _timestamp + dueTime.Ticks;
        _timers.Add(timer);
        foreach (var (_, armed) in _watchers.Where(watcher => dueTime <= watcher.Within)) armed.TrySetResult();
        _watchers.RemoveAll(watcher => watcher.Armed.Task.IsCompleted);
    }

    private sealed class FakeTimer(FakeClock clock, TimerCallback callback, object? state) : ITimer
    {
        public long DueAt { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                Period = period;
                if (dueTime >= TimeSpan.Zero) clock.Arm(this, dueTime);
                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._gate) clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
