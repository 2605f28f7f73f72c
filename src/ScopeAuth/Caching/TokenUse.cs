using System.Text;
using ScopeAuth.Revocation;

namespace ScopeAuth.Caching;

/// <summary>How one token was used. Requests count in it without a lock.</summary>
/// <param name="key">What it is found by.</param>
/// <param name="facts">Its facts, with a text of their own: without the signature.</param>
/// <param name="header">Its header; empty for an opaque token.</param>
/// <param name="now">The time.</param>
internal sealed class TokenUse(SeenTokenKey key, AccessToken facts, ReadOnlyMemory<byte> header, DateTimeOffset now)
{
    private long _lastUsed = now.UtcTicks;
    private long _uses;
    private long _judged = -1;        // the epoch of the revocations at which it was asked whether it is revoked, and the answer in the lowest bit
    private long _delivered;          // of the delivery alone, which is one task

    public SeenTokenKey Key { get; } = key;

    public AccessToken Facts { get; } = facts;

    public DateTimeOffset FirstUsed { get; } = now;

    public DateTimeOffset LastUsed => new(Volatile.Read(ref _lastUsed), TimeSpan.Zero);

    /// <summary>Whether it was used since its uses were handed over to a store.</summary>
    public bool HasNews => Interlocked.Read(ref _uses) != Volatile.Read(ref _delivered);

    private DateTimeOffset AcceptedUntil => Facts.ExpiresAt < DateTimeOffset.MaxValue - Facts.Server.ClockSkew ? Facts.ExpiresAt + Facts.Server.ClockSkew : DateTimeOffset.MaxValue;

    public bool IsBehind(in SeenTokenPlace place) => FirstUsed.CompareTo(place.FirstUsed) switch
    {
        0 => string.CompareOrdinal(Key.ToString(), place.Id) < 0,
        var order => order < 0,
    };

    /// <summary>Whether it is revoked. A page asks it of every token: what it was told holds until something is revoked or lifted.</summary>
    public bool IsRevoked(RevocationView revocations)
    {
        // The epoch is read first: what is revoked now is seen the next time.
        var epoch = revocations.Epoch;
        var judged = Volatile.Read(ref _judged);
        if (judged >> 1 == epoch) return (judged & 1) != 0;
        var hash = Key;
        var isRevoked = revocations.Current?.CoversHashed(Facts, hash) == true;
        Volatile.Write(ref _judged, (epoch << 1) | (isRevoked ? 1L : 0L));
        return isRevoked;
    }

    public void Count(DateTimeOffset now)
    {
        Interlocked.Increment(ref _uses);
        // The clock may go back, and requests overtake each other: nobody minds which of two writes the last.
        Volatile.Write(ref _lastUsed, now.UtcTicks);
    }

    public SeenToken Describe(TokenState state) => new()
    {
        Id = Key.ToString(),
        AuthorizationServer = Facts.AuthorizationServer,
        ClientId = Facts.ClientId,
        TokenId = Facts.TokenId,
        Subject = Facts.Subject,
        IssuedAt = Facts.IssuedAt,
        ExpiresAt = Facts.ExpiresAt,
        AcceptedUntil = AcceptedUntil,
        State = state,
        FirstUsed = FirstUsed,
        LastUsed = LastUsed,
        Uses = Interlocked.Read(ref _uses),
        Roles = Facts.Roles,
        Header = state == TokenState.Active && !header.IsEmpty ? Encoding.UTF8.GetString(header.Span) : null,
        Claims = state == TokenState.Active ? Encoding.UTF8.GetString(Facts.Payload) : null,
    };

    /// <summary>What a store does not know yet: all of it the first time, afterwards how often it was used since.</summary>
    public SeenToken DescribeNews()
    {
        var delivered = Volatile.Read(ref _delivered);
        // The state is the store's to find out; details go with the first time alone.
        var all = Describe(delivered == 0 ? TokenState.Active : TokenState.Expired);
        return all with { State = TokenState.Active, Uses = all.Uses - delivered };
    }

    /// <summary>Notes that a store has so many uses more.</summary>
    public void Deliver(long uses) => Volatile.Write(ref _delivered, _delivered + uses);
}
