using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;

namespace ScopeAuth.Tokens;

/// <summary>The bytes of a token's three parts, one after the other: a quarter less than its text, and as good for telling it from any other.</summary>
/// <remarks>
/// Base64url without padding has one spelling for given bytes, whose unused bits are zero (RFC 4648 section 3.5), and nothing else was
/// accepted. A text with its dots in the same places that is spelled like that is the same text. An opaque token has no parts; it is kept as it is.
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

    private DecodedToken(byte[] bytes, int headerLength, int payloadLength) => (_bytes, _headerLength, _payloadLength) = (bytes, headerLength, payloadLength);

    public int Length => _bytes.Length;

    /// <summary>Empty for an opaque token.</summary>
    public ReadOnlyMemory<byte> Header => _headerLength == NoParts ? default : _bytes.AsMemory(0, _headerLength);

    public ReadOnlyMemory<byte> Payload => _bytes.AsMemory(_headerLength, _payloadLength);

    /// <summary>The payload alone, of a token that nobody will look for again: claims are read from it.</summary>
    public static DecodedToken PayloadOf(in UnverifiedToken token) => new(token.Payload.ToArray(), 0, token.Payload.Length);

    public static DecodedToken OfOpaque(ReadOnlySpan<char> token)
    {
        var bytes = new byte[token.Length];
        Encoding.ASCII.GetBytes(token, bytes);
        return new(bytes, NoParts, 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool IsOf(ReadOnlySpan<char> compact)
    {
        if (_headerLength == NoParts) return Ascii.Equals(_bytes, compact);
        var payloadEnd = _headerLength + _payloadLength;
        var header = Base64Url.GetEncodedLength(_headerLength);
        var signature = header + 1 + Base64Url.GetEncodedLength(_payloadLength) + 1;
        if (compact.Length != signature + Base64Url.GetEncodedLength(_bytes.Length - payloadEnd)) return false;
        if (compact[header] != '.' || compact[signature - 1] != '.') return false;

        ReadOnlySpan<byte> bytes = _bytes;
        var buffer = TokenBuffers.For(compact.Length).Ascii;
        return Base64UrlText.Spells(compact[..header], bytes[.._headerLength], buffer)
            && Base64UrlText.Spells(compact[(header + 1)..(signature - 1)], bytes[_headerLength..payloadEnd], buffer)
            && Base64UrlText.Spells(compact[signature..], bytes[payloadEnd..], buffer);
    }
}
