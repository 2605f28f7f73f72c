using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace ScopeAuth.Tokens;

/// <summary>
/// A token taken apart, before anyone has verified it: it may choose a server and a key and be refused, and nothing else.
/// </summary>
/// <remarks>It lives in the thread's buffers, so it cannot outlive the call that reads it.</remarks>
internal readonly ref struct UnverifiedToken
{
    private const int MaxHeaderBytes = 8 * 1024;
    private const int MaxKeyIdBytes = 256;

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>Registered members that are text (RFC 7515 section 4.1). Most of them are never read; of another type they break the header all the same.</summary>
    private static readonly ImmutableArray<JsonName> TextMembers =
        [new("typ"), new("cty"), new("jku"), new("x5u"), new("x5t"), new("x5t#S256")];

    private readonly JsonMembers _header;
    private readonly JsonMembers _claims;

    private UnverifiedToken(
        ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> decoded, int payload, int signature, scoped in JsonMembers header,
        scoped in JsonMembers claims)
    {
        SigningInput = signingInput;
        Decoded = decoded;
        Payload = decoded[payload..signature];
        Signature = decoded[signature..];
        _header = header;
        _claims = claims;
        if (header.TryFind(RegisteredName.Algorithm, out var name)) Algorithm = SignatureAlgorithm.Find(name.Text);
        if (header.TryFind(RegisteredName.KeyId, out var keyId))
        {
            HasKeyId = true;
            KeyId = keyId.Text;
        }
    }

    /// <summary>Header and payload as they were sent, with the dot between: what the signature covers (RFC 7515 section 5.2).</summary>
    public ReadOnlySpan<byte> SigningInput { get; }

    /// <summary>Header, payload and signature, decoded, one after the other.</summary>
    public ReadOnlySpan<byte> Decoded { get; }

    public ReadOnlySpan<byte> Payload { get; }

    public ReadOnlySpan<byte> Signature { get; }

    [UnscopedRef]
    public ref readonly JsonMembers Header => ref _header;

    [UnscopedRef]
    public ref readonly JsonMembers Claims => ref _claims;

    /// <summary>The algorithm that the header names; null if it is not in the table.</summary>
    public SignatureAlgorithm? Algorithm { get; }

    public bool HasKeyId { get; }

    public ReadOnlySpan<byte> KeyId { get; }

    /// <summary>Takes a compact JWS apart. Structure only: nothing that it says is believed.</summary>
    /// <returns>Null, or why it is no token that could be judged.</returns>
    public static Rejection? Read(ReadOnlySpan<char> compact, int maxLength, out UnverifiedToken token)
    {
        token = default;
        if (compact.Length > maxLength) return Rejection.TokenTooLong;
        var buffers = TokenBuffers.For(compact.Length);
        if (Ascii.FromUtf16(compact, buffers.Ascii, out var length) != OperationStatus.Done) return Rejection.Malformed;
        var ascii = buffers.Ascii.AsSpan(0, length);
        var headerEnd = ascii.IndexOf((byte)'.');
        var payloadLength = ascii[(headerEnd + 1)..].IndexOf((byte)'.');
        if (headerEnd < 0 || payloadLength < 0) return Rejection.Malformed;
        var payloadEnd = headerEnd + 1 + payloadLength;
        var header = Decode(ascii[..headerEnd], buffers.Decoded);
        var payload = Decode(ascii[(headerEnd + 1)..payloadEnd], buffers.Decoded.AsSpan(header.Length));
        var signed = header.Length + payload.Length;
        var signature = Decode(ascii[(payloadEnd + 1)..], buffers.Decoded.AsSpan(signed));
        if (header.IsEmpty || payload.IsEmpty || signature.IsEmpty) return FaultOf(compact);
        if (header.Length > MaxHeaderBytes) return Rejection.Malformed;
        if (!TryReadObject(header, buffers.HeaderMembers, out var members)) return Rejection.Malformed;
        if (!TryReadObject(payload, buffers.Claims, out var claims)) return Rejection.Malformed;

        if (Fault(members) is { } fault) return fault;
        token = new(ascii[..payloadEnd], buffers.Decoded.AsSpan(0, signed + signature.Length), header.Length, signed, members, claims);
        return null;
    }

    // What is no JWS may be a JWE, whose parts may be empty: five of them (RFC 7516 section 3.1).
    private static Rejection FaultOf(ReadOnlySpan<char> compact) =>
        compact.Count('.') == 4 && !compact.ContainsAnyExcept(Alphabet) ? Rejection.EncryptedToken : Rejection.Malformed;

    private static Rejection? Fault(in JsonMembers header)
    {
        // RFC 7515 section 4.1.11: an extension that is not understood is fatal, and none is. RFC 7797 section 7: no b64 in a JWT.
        // zip and enc belong to JWE; a JWS that carries them wants to be taken for something else.
        if (header.Contains(RegisteredName.Critical) || header.Contains(RegisteredName.Base64UrlPayload)
            || header.Contains(RegisteredName.Compression) || header.Contains(RegisteredName.Encryption))
            return Rejection.UnsupportedHeader;
        if (!header.TryFind(RegisteredName.Algorithm, out var algorithm) || !algorithm.IsString) return Rejection.Malformed;
        foreach (var name in TextMembers)
            if (header.TryFind(name, out var text) && !text.IsString) return Rejection.Malformed;
        if (!header.TryFind(RegisteredName.KeyId, out var keyId)) return null;
        if (!keyId.IsString) return Rejection.Malformed;
        return keyId.Raw.Length > MaxKeyIdBytes ? Rejection.UnknownKey : null;
    }

    // RFC 7515 section 2: base64url without padding, white space or anything else. The decoder refuses unused bits that are not zero (RFC
    // 4648 section 3.5), but skips white space and padding, and then one token had many spellings: they leave too few bytes, unless one
    // character is left over, which is never right. Nothing is decoded to nothing: an empty part is as bad as a broken one.
    private static ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> part, Span<byte> destination) =>
        Base64Url.DecodeFromUtf8(part, destination, out _, out var written) == OperationStatus.Done && part.Length % 4 != 1 && written == part.Length * 3 / 4
            ? destination[..written]
            : default;

    private static bool TryReadObject(ReadOnlySpan<byte> utf8, JsonMember[] table, out JsonMembers members) =>
        JsonText.TryReadObject(utf8, table, out members) && Utf8.IsValid(utf8);
}
