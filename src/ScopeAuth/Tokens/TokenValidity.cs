namespace ScopeAuth.Tokens;

/// <summary>From when to when a token is valid, with its server's clock skew at both ends.</summary>
internal readonly struct TokenValidity(TokenTimes times, TimeSpan skew)
{
    // Ticks, not dates: a date at the end of time plus a skew would overflow.
    private readonly long _from = Math.Max(times.NotBefore?.UtcTicks ?? 0, times.IssuedAt?.UtcTicks ?? 0) - skew.Ticks;
    private readonly long _until = times.ExpiresAt.UtcTicks + skew.Ticks;

    public bool Contains(DateTimeOffset now) => now.UtcTicks >= _from && now.UtcTicks < _until;
}
