using System.Security.Cryptography;
using ScopeAuth.Revocation;

namespace ScopeAuth.Tests.Revocation;

/// <summary>Revocations as a list would make them, for tests that speak to a store.</summary>
internal static class SomeRevocation
{
    public static readonly DateTimeOffset Time = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly SipHash Key = SipHash.Create(RandomNumberGenerator.GetBytes(SipHash.KeyLength));

    public static RevocationRecord Token(string tokenId, DateTimeOffset? endsAt = null, string server = "acme") =>
        Of(RevocationTarget.Token(server, tokenId)) with { EndsAt = endsAt ?? Time.AddHours(1) };

    public static RevocationRecord Client(string clientId, DateTimeOffset? issuedBefore = null, DateTimeOffset? endsAt = null) =>
        Of(RevocationTarget.Client("acme", clientId), issuedBefore) with { EndsAt = endsAt };

    /// <summary>The same as one node would make it whose store has this key.</summary>
    public static RevocationRecord With(this RevocationRecord record, ReadOnlyMemory<byte> key) =>
        record with { Id = RevocationId.Of(SipHash.Create(key.Span), record.Target, record.IssuedBefore, record.IsFinal).ToGuid() };

    public static RevocationRecord Of(RevocationTarget target, DateTimeOffset? issuedBefore = null) => new()
    {
        Id = RevocationId.Of(Key, target, issuedBefore, isFinal: false).ToGuid(),
        Target = target,
        IssuedBefore = issuedBefore,
        Reason = RevocationReason.SecurityEvent,
        RevokedBy = "oauth-TokenAdmin$@1234567.zscaler.net",
        RevokedAt = Time,
    };
}
