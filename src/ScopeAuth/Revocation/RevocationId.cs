using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ScopeAuth.Revocation;

/// <summary>The ID of a revocation: a keyed hash of what it names, so that every node and every road to it finds the same.</summary>
/// <remarks>
/// A UUID of version 8 (RFC 9562 section 5.8) with the kind in its last three bits and 119 bits of hash. For one token it is also the fingerprint that
/// is looked up; for anything else <see cref="OfTarget"/> is what tokens are looked up by, and the ID tells the times and reasons apart as well.
/// </remarks>
internal readonly record struct RevocationId(ulong High, ulong Low)
{
    public RevocationKind Kind => (RevocationKind)(Low & 7);

    public bool IsOneToken => Kind is RevocationKind.Token or RevocationKind.TokenHash;

    public static RevocationId OfTarget(in SipHash key, RevocationTarget target) => target.Kind switch
    {
        // The cloud's name ignores case.
        RevocationKind.Organization => Of(key, Organization.Parse(target.Value!)),
        RevocationKind.Role => Of(key, RoleScope.Parse(target.Value!)),
        _ => Of(key, target.Kind, target.AuthorizationServer!, target.Value ?? ""),
    };

    public static RevocationId Of(in SipHash key, Organization organization) =>
        Of(key, RevocationKind.Organization, organization.Cloud.ToLowerInvariant(), organization.OrgId);

    public static RevocationId Of(in SipHash key, RoleScope role) =>
        Of(key, RevocationKind.Role, role.Cloud.ToLowerInvariant(), $"{role.OrgId}::{role.Role}");

    /// <param name="key">The key of the store.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="space">Within which the name is unique. Its length goes into the hash: no two pairs run together into one text.</param>
    /// <param name="name">The name.</param>
    public static RevocationId Of(in SipHash key, RevocationKind kind, ReadOnlySpan<char> space, ReadOnlySpan<char> name)
    {
        Span<char> text = stackalloc char[2 + space.Length + name.Length];
        text[0] = (char)kind;
        text[1] = (char)space.Length;
        space.CopyTo(text[2..]);
        name.CopyTo(text[(2 + space.Length)..]);
        return Seal(key.Hash(MemoryMarshal.AsBytes(text)), kind);
    }

    /// <summary>The ID of a revocation. One token has one; a client may be disabled, deleted and cut off at several times, each by itself.</summary>
    public static RevocationId Of(in SipHash key, RevocationTarget target, DateTimeOffset? issuedBefore, bool isFinal)
    {
        var id = OfTarget(key, target);
        if (target.IsOneToken) return id;
        Span<byte> text = stackalloc byte[25];
        BinaryPrimitives.WriteUInt64LittleEndian(text, id.High);
        BinaryPrimitives.WriteUInt64LittleEndian(text[8..], id.Low);
        BinaryPrimitives.WriteInt64LittleEndian(text[16..], issuedBefore?.UtcTicks ?? long.MaxValue);
        text[24] = isFinal ? (byte)1 : (byte)0;
        return Seal(key.Hash(text), target.Kind);
    }

    public static RevocationId From(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }

    public Guid ToGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        return new(bytes, bigEndian: true);
    }

    private static RevocationId Seal((ulong High, ulong Low) hash, RevocationKind kind) =>
        new((hash.High & ~0xF000UL) | 0x8000, (hash.Low & 0x3FFFFFFFFFFFFFF8) | 0x8000000000000000 | (uint)kind);
}
