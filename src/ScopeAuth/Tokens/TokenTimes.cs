namespace ScopeAuth.Tokens;

/// <summary>When a token was issued, begins and ends (RFC 7519 sections 4.1.4 to 4.1.6).</summary>
internal readonly record struct TokenTimes(DateTimeOffset ExpiresAt, DateTimeOffset? NotBefore, DateTimeOffset? IssuedAt)
{
    /// <returns>False if <c>exp</c> is missing, or one of them is no number of seconds that a date can hold.</returns>
    public static bool TryRead(in JsonMembers claims, out TokenTimes times)
    {
        times = default;
        if (!TryRead(claims, RegisteredName.ExpirationTime, out var expires) || expires is not { } end) return false;
        if (!TryRead(claims, RegisteredName.NotBefore, out var notBefore) || !TryRead(claims, RegisteredName.IssuedAt, out var issued)) return false;
        times = new(end, notBefore, issued);
        return true;
    }

    /// <summary>Also asked on every later use of the token: the clock is never cached.</summary>
    public Rejection? Check(DateTimeOffset now, TimeSpan skew, TimeSpan maxLifetime)
    {
        // Differences, not sums: a date at the end of time plus a skew would overflow.
        if (now - ExpiresAt >= skew) return Rejection.Expired;
        if (NotBefore - now > skew || IssuedAt - now > skew) return Rejection.NotYetValid;
        // The skew at both ends would let such a token through for a moment, though it never was valid.
        if (ExpiresAt < NotBefore || ExpiresAt < IssuedAt) return Rejection.InvalidClaim;
        return ExpiresAt - (IssuedAt ?? NotBefore ?? now) > maxLifetime ? Rejection.LifetimeTooLong : null;
    }

    private static bool TryRead(in JsonMembers claims, JsonName name, out DateTimeOffset? date)
    {
        date = null;
        if (!claims.TryFind(name, out var value)) return true;
        if (value.Kind != JsonKind.Number || !JsonNumber.TryReadDate(value.Raw, out var read)) return false;
        date = read;
        return true;
    }
}
