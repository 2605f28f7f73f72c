using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace ScopeAuth.Revocation;

/// <summary>Everything that is revoked, as one node holds it. Read without locks; one writer at a time.</summary>
/// <param name="key">The key of the IDs.</param>
/// <param name="now">The time.</param>
internal sealed class RevokedSet(SipHash key, DateTimeOffset now)
{
    private int _hashes;
    private RevokedTokensLoad? _load;

    public SipHash Key { get; } = key;

    public RevokedTokens Tokens { get; } = new(now);

    public RevokedGroups Groups { get; } = new();

    public long Count => Tokens.Count + Groups.Count;

    /// <param name="token">The facts of a token.</param>
    /// <param name="text">Its text, or nothing where it is not at hand.</param>
    public bool Covers(AccessToken token, ReadOnlySpan<char> text)
    {
        if (CoversId(token)) return true;
        if (!text.IsEmpty && Volatile.Read(ref _hashes) > 0 && CoversText(token.AuthorizationServer, SignedText.Of(text))) return true;
        return !Groups.IsEmpty && CoversGroup(token);
    }

    /// <param name="token">The facts of a token.</param>
    /// <param name="hash">The SHA-256 of what is signed of it.</param>
    public bool CoversHashed(AccessToken token, ReadOnlySpan<byte> hash) =>
        CoversId(token)
        || (Volatile.Read(ref _hashes) > 0 && ContainsHash(token.AuthorizationServer, hash))
        || (!Groups.IsEmpty && CoversGroup(token));

    /// <summary>The same for a token of which a store has the facts.</summary>
    public bool CoversHashed(SeenToken token, ReadOnlySpan<byte> hash)
    {
        if (CoversId(token.AuthorizationServer, token.TokenId)) return true;
        if (Volatile.Read(ref _hashes) > 0 && ContainsHash(token.AuthorizationServer, hash)) return true;
        if (Groups.IsEmpty) return false;
        if (CoversParty(token.AuthorizationServer, token.ClientId, token.Subject, token.IssuedAt)) return true;
        foreach (var role in token.Roles)
            if (CoversRole(role, token.IssuedAt)) return true;
        return false;
    }

    public bool Add(RevocationId id, DateTimeOffset? endsAt, RevocationRecord? record)
    {
        if (!id.IsOneToken)
        {
            if (record is null) throw new InvalidDataException("The store yields a revocation of many tokens without its record.");
            return Groups.Add(RevocationId.OfTarget(Key, record.Target), record);
        }
        if (!Tokens.Add(id, endsAt)) return false;
        // It is never counted down: a hash of a text more costs a microsecond, one less would let a token in.
        if (id.Kind == RevocationKind.TokenHash) Volatile.Write(ref _hashes, 1);
        return true;
    }

    /// <summary>Adds a token to a set that nobody reads yet: it is in after <see cref="Settle"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(RevocationId token, DateTimeOffset? endsAt)
    {
        (_load ??= new(Tokens)).Add(token, endsAt);
        if (token.Kind == RevocationKind.TokenHash) Volatile.Write(ref _hashes, 1);
    }

    /// <summary>What was loaded is in.</summary>
    public void Settle()
    {
        _load?.Flush();
        _load = null;
    }

    /// <summary>Takes a table of tokens as a snapshot has it.</summary>
    public void Restore(int number, ulong[] cells, int count)
    {
        Tokens.Restore(number, cells, count);
        Volatile.Write(ref _hashes, 1);
    }

    public bool Remove(RevocationId id)
    {
        Settle();
        return id.IsOneToken ? Tokens.Remove(id) : Groups.Remove(id);
    }

    public void Drop(DateTimeOffset endedBefore)
    {
        Tokens.Drop(endedBefore);
        Groups.Drop(endedBefore);
    }

    // The ID is read from the token when it is asked for: not where there is nothing to compare it with.
    private bool CoversId(AccessToken token) => !Tokens.IsUnused && CoversId(token.AuthorizationServer, token.TokenId);

    private bool CoversId(string server, string? tokenId) =>
        !Tokens.IsUnused && tokenId is { Length: > 0 and <= RevocationTarget.MaxValueLength }
        && Tokens.Contains(RevocationId.Of(Key, RevocationKind.Token, server, tokenId));

    private bool CoversGroup(AccessToken token)
    {
        if (CoversParty(token.AuthorizationServer, token.ClientId, token.Subject, token.IssuedAt)) return true;
        foreach (var grant in token.Grants)
            if (CoversRole(grant.Scope, token.IssuedAt)) return true;
        return false;
    }

    private bool CoversParty(string server, string? client, string? subject, DateTimeOffset? issuedAt) =>
        Groups.Refuses(RevocationId.Of(Key, RevocationKind.AuthorizationServer, server, ""), issuedAt)
        || Refuses(RevocationKind.Client, server, client, issuedAt) || Refuses(RevocationKind.Subject, server, subject, issuedAt);

    private bool CoversRole(RoleScope role, DateTimeOffset? issuedAt) =>
        Groups.Refuses(RevocationId.Of(Key, role.Organization), issuedAt) || Groups.Refuses(RevocationId.Of(Key, role), issuedAt);

    private bool Refuses(RevocationKind kind, string server, string? name, DateTimeOffset? issuedAt) =>
        name is { Length: > 0 and <= RevocationTarget.MaxValueLength } && Groups.Refuses(RevocationId.Of(Key, kind, server, name), issuedAt);

    private bool CoversText(string server, ReadOnlySpan<char> text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)), hash);
        ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        return ContainsHash(server, hash) || (SignatureTwin.TryHash(text, hash) && ContainsHash(server, hash));
    }

    private bool ContainsHash(string server, ReadOnlySpan<byte> hash)
    {
        Span<char> digits = stackalloc char[2 * SHA256.HashSizeInBytes];
        Convert.TryToHexStringLower(hash, digits, out _);
        return Tokens.Contains(RevocationId.Of(Key, RevocationKind.TokenHash, server, digits));
    }
}
