using System.Text;

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

    public SeenTokenKey Key { get; } = key;

    public AccessToken Facts { get; } = facts;

    public DateTimeOffset FirstUsed { get; } = now;

    public DateTimeOffset LastUsed => new(Volatile.Read(ref _lastUsed), TimeSpan.Zero);

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
        State = state,
        FirstUsed = FirstUsed,
        LastUsed = LastUsed,
        Uses = Interlocked.Read(ref _uses),
        Roles = Facts.Roles,
        Header = state == TokenState.Active && !header.IsEmpty ? Encoding.UTF8.GetString(header.Span) : null,
        Claims = state == TokenState.Active ? Encoding.UTF8.GetString(Facts.Payload) : null,
    };
}
