namespace ScopeAuth.Console.Benchmarks;

/// <summary>A wall clock that stands where it was put, over timers that run: files of ten days are written in a minute.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private long _now = SomeTraffic.Start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _now), TimeSpan.Zero);

    public void Set(DateTimeOffset now) => Volatile.Write(ref _now, now.UtcTicks);
}
