using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace ScopeAuth.Tokens;

/// <summary>The bytes of a token's three parts, one after the other: a quarter less than its text, and as good for telling it from any other.</summary>
/// <remarks>
/// Base64url without padding has one spelling for given bytes if the unused bits are zero (RFC 4648 section 3.5), which the decoder
/// demands. A text of the same length, with its dots in the same places, that decodes to the same bytes is the same text.
/// An opaque token has no parts; it is kept as it is.
/// </remarks>
internal readonly struct DecodedToken
{
    private const int NoParts = -1;

    private readonly byte[] _bytes;
    private readonly int _headerLength;
    private readonly int _payloadLength;

    public DecodedToken(in UnverifiedToken token)
    {
        _bytes = token.Decoded.ToArray();
        _payloadLength = token.Payload.Length;
        _headerLength = _bytes.Length - _payloadLength - token.Signature.Length;
    }

    private DecodedToken(byte[] opaque)
    {
        _bytes = opaque;
        _headerLength = NoParts;
    }

    public int Length => _bytes.Length;

    /// <summary>Empty for an opaque token.</summary>
    public ReadOnlyMemory<byte> Header => _headerLength == NoParts ? default : _bytes.AsMemory(0, _headerLength);

    public ReadOnlyMemory<byte> Payload => _bytes.AsMemory(_headerLength, _payloadLength);

    public static DecodedToken OfOpaque(ReadOnlySpan<char> token)
    {
        var bytes = new byte[token.Length];
        Encoding.ASCII.GetBytes(token, bytes);
        return new(bytes);
    }

    public bool IsOf(ReadOnlySpan<char> compact)
    {
        if (_headerLength == NoParts) return Ascii.Equals(_bytes, compact);
        var payloadEnd = _headerLength + _payloadLength;
        var header = Base64Url.GetEncodedLength(_headerLength);
        var signature = header + 1 + Base64Url.GetEncodedLength(_payloadLength) + 1;
        if (compact.Length != signature + Base64Url.GetEncodedLength(_bytes.Length - payloadEnd)) return false;
        if (compact[header] != '.' || compact[signature - 1] != '.') return false;

        var decoded = TokenBuffers.For(compact.Length).Decoded.AsSpan(0, _bytes.Length);
        return IsDecoded(compact[..header], decoded[.._headerLength])
            && IsDecoded(compact[(header + 1)..(signature - 1)], decoded[_headerLength..payloadEnd])
            && IsDecoded(compact[signature..], decoded[payloadEnd..])
            && decoded.SequenceEqual(_bytes);
    }

    // White space and padding, which the decoder skips, leave too few bytes.
    private static bool IsDecoded(ReadOnlySpan<char> part, Span<byte> destination) =>
        Base64Url.DecodeFromChars(part, destination, out _, out var written) == OperationStatus.Done && written == destination.Length;
}
