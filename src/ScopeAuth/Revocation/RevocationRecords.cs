using System.Collections.Frozen;
using ScopeAuth.Hosting;

namespace ScopeAuth.Revocation;

/// <summary>Makes the record of a revocation: checked, with its ID, and with the time from which it no longer matters.</summary>
internal static class RevocationRecords
{
    // The longest that any setting allows: lifetime, and skew at both ends.
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(31) + 2 * TimeSpan.FromMinutes(5);

    public static NewRevocation OfClient(string authorizationServer, string clientId, string by, RevocationReason reason) => new()
    {
        Target = RevocationTarget.Client(authorizationServer, clientId),
        Reason = reason,
        RevokedBy = by,
    };

    /// <exception cref="ArgumentException">Something in it is wrong.</exception>
    public static void Check(NewRevocation revocation, ScopeAuthSettings settings)
    {
        var target = revocation.Target;
        ArgumentNullException.ThrowIfNull(target);
        RevocationText.Check(revocation.RevokedBy, RevocationText.MaxNameLength, nameof(revocation.RevokedBy));
        if (!Enum.IsDefined(revocation.Reason)) throw new ArgumentException("No such reason.", nameof(revocation));
        if (revocation.IssuedBefore is not null && target.IsOneToken) throw new ArgumentException("One token is revoked whenever it was issued.", nameof(revocation));
        if (revocation.TokenExpiresAt is not null && !target.IsOneToken) throw new ArgumentException("Only one token expires.", nameof(revocation));
        if (target.AuthorizationServer is { } server && !settings.TokenLives.ContainsKey(server))
            throw new ArgumentException($"No authorization server '{Diagnostics.VisibleText.Escape(server)}' is configured.", nameof(revocation));
    }

    /// <exception cref="ArgumentException">Something in it is wrong.</exception>
    public static RevocationRecord Make(NewRevocation revocation, in SipHash key, ScopeAuthSettings settings, DateTimeOffset now)
    {
        Check(revocation, settings);
        var target = revocation.Target;
        now = ToMicroseconds(now);
        DateTimeOffset? issuedBefore = revocation.IssuedBefore is { } time ? ToMicroseconds(time) : null;
        var record = new RevocationRecord
        {
            Id = default,
            Target = target,
            IssuedBefore = issuedBefore,
            Reason = revocation.Reason,
            RevokedBy = revocation.RevokedBy,
            RevokedAt = now,
            EndsAt = EndOf(revocation, issuedBefore, now, settings.TokenLives),
        };
        return record with { Id = RevocationId.Of(key, target, issuedBefore, record.IsFinal).ToGuid() };
    }

    // A token may be used until its end plus the skew, and may have been issued as much as the skew later than its issuer's clock said.
    private static DateTimeOffset? EndOf(
        NewRevocation revocation, DateTimeOffset? issuedBefore, DateTimeOffset now, FrozenDictionary<string, (TimeSpan Lifetime, TimeSpan Skew)> lives)
    {
        if (!revocation.Target.IsOneToken && issuedBefore is null) return null;
        var (lifetime, skew) = revocation.Target.AuthorizationServer is { } server ? lives[server] : (LongestLife, TimeSpan.Zero);
        var end = revocation.TokenExpiresAt is { } expires ? Later(expires, skew) : Later(issuedBefore is { } time && time > now ? time : now, lifetime + 2 * skew);
        return end;
    }

    private static DateTimeOffset Later(DateTimeOffset time, TimeSpan by) =>
        DateTimeOffset.MaxValue - time > by ? ToMicroseconds(time + by) + TimeSpan.FromMicroseconds(1) : DateTimeOffset.MaxValue;

    // What every store can keep: databases round to the microsecond.
    private static DateTimeOffset ToMicroseconds(DateTimeOffset time) => new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
