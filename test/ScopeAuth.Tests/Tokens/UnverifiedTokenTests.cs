using System.Text;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Tokens;

public sealed class UnverifiedTokenTests
{
    private const string Header = """{"alg":"RS256","kid":"k1"}""";

    [Fact]
    public void A_compact_JWS_is_taken_apart()
    {
        var compact = CompactToken.Of(Header, """{"iss":"x"}""", "AQID");

        Assert.Null(UnverifiedToken.Read(compact, CompactToken.MaxLength, out var token));
        Assert.Equal(compact[..compact.LastIndexOf('.')], Encoding.ASCII.GetString(token.SigningInput));
        Assert.Equal("""{"iss":"x"}""", Encoding.UTF8.GetString(token.Payload));
        Assert.Equal([1, 2, 3], token.Signature.ToArray());
        Assert.Equal("RS256", token.Algorithm?.Name);
        Assert.True(token.HasKeyId);
        Assert.Equal("k1", Encoding.UTF8.GetString(token.KeyId));
        Assert.True(token.Claims.Contains("iss"u8));
        Assert.True(token.Header.Contains("alg"u8));
        Assert.False(token.Header.Contains("iss"u8));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("{0}.{1}")]
    [InlineData("{0}.{1}.")]
    [InlineData(".{0}.{1}")]
    [InlineData("{0}..{1}")]
    [InlineData("{0}.{1}.{2}.")]
    [InlineData(".{0}.{1}.{2}")]
    [InlineData("{0}..{1}.{2}")]
    [InlineData("{0}.{1}.{2}.{2}")]
    [InlineData("{0}.{1}.{2}.{2}.{2}.{2}")]
    public void Anything_but_three_parts_with_content_is_malformed(string shape) =>
        Assert.Equal(Rejection.Malformed, CompactToken.Read(Shape(shape)));

    [Theory]
    [InlineData("{0}.{1}.{2}.{2}.{2}")]
    [InlineData("....")]                                // not decoded beyond the count of its dots
    [InlineData("not.even.base.64url.====x")]
    public void Five_parts_are_an_encrypted_token(string shape) =>
        Assert.Equal(shape.Contains('=', StringComparison.Ordinal) ? Rejection.Malformed : Rejection.EncryptedToken, CompactToken.Read(Shape(shape)));

    [Theory]
    [InlineData("=")]
    [InlineData("==")]
    [InlineData("+")]
    [InlineData("/")]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\t")]
    [InlineData("\0")]
    [InlineData("?")]
    [InlineData("%")]
    [InlineData("%0A")]
    [InlineData("\"")]
    [InlineData("~")]
    [InlineData("\u200b")]          // zero-width space
    [InlineData("\uff0e")]          // fullwidth full stop
    [InlineData("\u0410")]          // Cyrillic A
    [InlineData("\ud800")]          // half a character
    [InlineData("é")]
    public void A_character_outside_the_alphabet_is_malformed_wherever_it_stands(string character)
    {
        var compact = CompactToken.Of(Header);
        Assert.Null(CompactToken.Read(compact));
        for (var position = 0; position <= compact.Length; position++)
            Assert.Equal(Rejection.Malformed, CompactToken.Read(compact.Insert(position, character)));
    }

    [Theory]
    [InlineData("AA", "AB")]            // four unused bits
    [InlineData("AA", "AP")]
    [InlineData("AAA", "AAB")]          // two unused bits
    [InlineData("AAA", "AAD")]
    public void A_second_spelling_of_the_same_bytes_is_malformed(string canonical, string other)
    {
        var compact = CompactToken.Of(Header, signature: "{0}");

        Assert.Null(CompactToken.Read(compact.Replace("{0}", canonical, StringComparison.Ordinal)));
        Assert.Equal(Rejection.Malformed, CompactToken.Read(compact.Replace("{0}", other, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_second_spelling_of_header_or_payload_is_malformed()
    {
        // One byte too many for a multiple of three: the last character has four unused bits.
        var header = CompactToken.Encode("""{"alg":"RS256"} """);
        var payload = CompactToken.Encode("{}  ");

        Assert.Null(CompactToken.Read($"{header}.{payload}.AQ"));
        Assert.Equal(Rejection.Malformed, CompactToken.Read($"{header[..^1]}{(char)(header[^1] + 1)}.{payload}.AQ"));
        Assert.Equal(Rejection.Malformed, CompactToken.Read($"{header}.{payload[..^1]}{(char)(payload[^1] + 1)}.AQ"));
    }

    [Theory]
    [InlineData("A")]
    [InlineData("AAAAA")]
    public void A_length_that_no_bytes_encode_to_is_malformed(string part) => Assert.Equal(Rejection.Malformed, CompactToken.Read(CompactToken.Of(Header, signature: part)));

    [Theory]
    [InlineData("\"x\"")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("{")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("\uFEFF{}")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]            // a token inside a token (RFC 7519 section 5.2)
    public void Header_and_payload_are_strict_JSON_objects(string json)
    {
        Assert.Equal(Rejection.Malformed, CompactToken.Read(CompactToken.Of(Header, json)));
        Assert.Equal(Rejection.Malformed, CompactToken.Read(CompactToken.Of(json)));
    }

    [Theory]
    [InlineData(new byte[] { 0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d })]                           // no UTF-8 at all
    [InlineData(new byte[] { 0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d })]                     // an overlong slash
    [InlineData(new byte[] { 0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d })]               // an encoded surrogate
    [InlineData(new byte[] { 0x7b, 0x22, 0xf4, 0x90, 0x80, 0x80, 0x22, 0x3a, 0x31, 0x7d })]         // beyond U+10FFFF
    [InlineData(new byte[] { 0xfe, 0xff, 0x00, 0x7b, 0x00, 0x7d })]                                 // UTF-16
    [InlineData(new byte[] { 0x7b, 0x00, 0x00, 0x00, 0x7d, 0x00, 0x00, 0x00 })]                     // UTF-32
    public void Text_that_is_not_UTF8_is_malformed(byte[] payload) =>
        Assert.Equal(Rejection.Malformed, CompactToken.Read($"{CompactToken.Encode(Header)}.{CompactToken.Encode(payload)}.AQ"));

    private static string Shape(string shape) => string.Format(System.Globalization.CultureInfo.InvariantCulture, shape, CompactToken.Encode(Header), "e30", "AQ");
}
