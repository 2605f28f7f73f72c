namespace ScopeAuth.Keys;

/// <summary>When keys are loaded again without anyone asking.</summary>
internal static class RefreshSchedule
{
    private static readonly TimeSpan DefaultAge = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestAge = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestAge = TimeSpan.FromHours(24);
    private static readonly TimeSpan ShortestBackOff = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);

    public static TimeSpan After(KeyLoad load, IKeySource source, int failuresInARow) =>
        load.Failure is not null ? Longer(AfterFailure(failuresInARow), AskedFor(load)) : source.Interval ?? AfterSuccess(load.MaxAge);

    /// <summary>At 80 % of the age that the server allows, within bounds: a server that says "do not store" must not be flooded for it.</summary>
    public static TimeSpan AfterSuccess(TimeSpan? maxAge)
    {
        var age = maxAge ?? DefaultAge;
        age = age < ShortestAge ? ShortestAge : age > LongestAge ? LongestAge : age;
        return Jitter(age * 0.8);
    }

    /// <param name="failures">How many attempts in a row have failed, this one included.</param>
    public static TimeSpan AfterFailure(int failures)
    {
        var delay = Jitter(ShortestBackOff * Math.Pow(2, Math.Clamp(failures - 1, 0, 10)));
        return delay < LongestBackOff ? delay : Jitter(LongestBackOff * 0.9);
    }

    /// <summary>How long the server asked to be left alone (<c>Retry-After</c>, RFC 9110 section 10.2.3), but no longer than the longest pause of our own.</summary>
    public static TimeSpan AskedFor(KeyLoad load) => load.RetryAfter is not { } asked || asked < TimeSpan.Zero ? TimeSpan.Zero : asked < LongestBackOff ? asked : LongestBackOff;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>10 % to either side: servers that were registered together must not stay together.</summary>
    private static TimeSpan Jitter(TimeSpan time) => time * (0.9 + (Random.Shared.NextDouble() * 0.2));
}
