using System.Text;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Tokens;

public sealed class TokenHeaderTests
{
    [Theory]
    [InlineData("\"crit\":[\"exp\"]")]
    [InlineData("\"crit\":[]")]
    [InlineData("\"crit\":null")]
    [InlineData("\"crit\":\"exp\"")]
    [InlineData("\"crit\":[\"alg\"]")]
    [InlineData("\"crit\":[\"x\",\"x\"]")]
    [InlineData("\"cr\\u0069t\":[\"b64\"]")]
    [InlineData("\"b64\":false")]
    [InlineData("\"b64\":true")]
    [InlineData("\"b64\":false,\"crit\":[\"b64\"]")]
    [InlineData("\"zip\":\"DEF\"")]
    [InlineData("\"enc\":\"A256GCM\"")]
    public void A_header_that_demands_what_is_not_supported_is_refused(string members) =>
        Assert.Equal(Rejection.UnsupportedHeader, CompactToken.Read(CompactToken.Of($$"""{"alg":"RS256",{{members}}}""")));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"alg":null}""")]
    [InlineData("""{"alg":1}""")]
    [InlineData("""{"alg":true}""")]
    [InlineData("""{"alg":["RS256"]}""")]
    [InlineData("""{"alg":{"RS256":1}}""")]
    [InlineData("""{"Alg":"RS256"}""")]
    [InlineData("""{"ALG":"RS256"}""")]
    [InlineData("""{"alg":"RS256","typ":1}""")]
    [InlineData("""{"alg":"RS256","typ":null}""")]
    [InlineData("""{"alg":"RS256","typ":["JWT"]}""")]
    [InlineData("""{"alg":"RS256","cty":1}""")]
    [InlineData("""{"alg":"RS256","jku":null}""")]
    [InlineData("""{"alg":"RS256","x5u":["https://as.example"]}""")]
    [InlineData("""{"alg":"RS256","x5t":{}}""")]
    [InlineData("""{"alg":"RS256","x5t#S256":true}""")]
    [InlineData("""{"alg":"RS256","kid":1}""")]
    [InlineData("""{"alg":"RS256","kid":null}""")]
    [InlineData("""{"alg":"RS256","kid":["k1"]}""")]
    [InlineData("""{"alg":"RS256","kid":{"k1":1}}""")]
    [InlineData("""{"alg":"RS256","alg":"none"}""")]
    [InlineData("""{"alg":"RS256","kid":"a","kid":"b"}""")]
    public void A_member_that_counts_and_has_the_wrong_type_is_malformed(string header) =>
        Assert.Equal(Rejection.Malformed, CompactToken.Read(CompactToken.Of(header)));

    [Fact]
    public void Members_that_are_never_read_change_nothing() =>
        Assert.Null(CompactToken.Read(CompactToken.Of("""{"alg":"RS256","cty":"x","jku":"https://evil.example","x5u":"x","x5t":"x","x5t#S256":"x","x5c":["x"],"jwk":{},"x":null}""")));

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("nOnE")]
    [InlineData("none ")]
    [InlineData("")]
    [InlineData("rs256")]
    [InlineData("Rs256")]
    [InlineData("RS256 ")]
    [InlineData(" RS256")]
    [InlineData("RS256\\u0000")]
    [InlineData("RS2\\u212356")]
    [InlineData("RS1")]
    [InlineData("HS256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    [InlineData("EdDSA")]
    [InlineData("Ed25519")]
    [InlineData("ES256K")]
    [InlineData("ML-DSA-44")]
    [InlineData("RSA-OAEP")]
    public void An_algorithm_outside_the_table_is_none(string algorithm)
    {
        Assert.Null(UnverifiedToken.Read(CompactToken.Of($$"""{"alg":"{{algorithm}}"}"""), CompactToken.MaxLength, out var token));
        Assert.Null(token.Algorithm);
    }

    [Fact]
    public void The_table_has_nine_algorithms_each_found_by_its_exact_name()
    {
        Assert.Equal("RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512", string.Join(' ', SignatureAlgorithm.All));
        Assert.Equal(SignatureAlgorithm.All.Length, SignatureAlgorithm.All.Select(algorithm => algorithm.Bit).Distinct().Count());
        foreach (var algorithm in SignatureAlgorithm.All)
        {
            Assert.Same(algorithm, SignatureAlgorithm.Find(algorithm.Name));
            Assert.Same(algorithm, SignatureAlgorithm.Find(Encoding.ASCII.GetBytes(algorithm.Name)));
            Assert.Null(SignatureAlgorithm.Find(algorithm.Name.ToLowerInvariant()));
            Assert.Equal(algorithm.Name[^3..], algorithm.Hash.Name![3..]);
            Assert.Equal(algorithm.Name[0] == 'E', algorithm.Padding is null);
            Assert.Equal(algorithm.Name switch { "ES256" => 256, "ES384" => 384, "ES512" => 521, _ => 0 }, algorithm.CurveBits);
        }
    }

    [Fact]
    public void An_escaped_algorithm_and_key_ID_are_what_they_stand_for()
    {
        Assert.Null(UnverifiedToken.Read(CompactToken.Of("""{"\u0061lg":"\u0052S256","k\u0069d":"\u00e4\ud83d\ude00"}"""), CompactToken.MaxLength, out var token));
        Assert.Equal("RS256", token.Algorithm?.Name);
        Assert.Equal("ä😀", Encoding.UTF8.GetString(token.KeyId));
    }

    [Fact]
    public void A_header_without_key_ID_says_so()
    {
        Assert.Null(UnverifiedToken.Read(CompactToken.Of("""{"alg":"RS256"}"""), CompactToken.MaxLength, out var without));
        Assert.False(without.HasKeyId);
        Assert.Null(UnverifiedToken.Read(CompactToken.Of("""{"alg":"RS256","kid":""}"""), CompactToken.MaxLength, out var empty));
        Assert.True(empty.HasKeyId);
    }

    [Theory]
    [InlineData(256, null)]
    [InlineData(257, Rejection.UnknownKey)]
    [InlineData(4096, Rejection.UnknownKey)]
    public void A_key_ID_has_at_most_256_bytes(int length, Rejection? rejection) =>
        Assert.Equal(rejection, CompactToken.Read(CompactToken.Of($$"""{"alg":"RS256","kid":"{{new string('k', length)}}"}""")));

    [Theory]
    [InlineData(8192, null)]
    [InlineData(8193, Rejection.Malformed)]
    public void A_header_has_at_most_8_KiB(int bytes, Rejection? rejection)
    {
        const string Start = """{"alg":"RS256","x":""", End = "\"\"}";
        Assert.Equal(rejection, CompactToken.Read(CompactToken.Of(Start + new string(' ', bytes - Start.Length - End.Length) + End)));
    }

    [Theory]
    [InlineData(31, null)]
    [InlineData(32, Rejection.Malformed)]
    public void A_header_has_at_most_32_members(int others, Rejection? rejection) =>
        Assert.Equal(rejection, CompactToken.Read(CompactToken.Of($$"""{"alg":"RS256"{{string.Concat(Enumerable.Range(0, others).Select(index => $",\"x{index}\":1"))}}}""")));

    [Theory]
    [InlineData(100, 100, null)]
    [InlineData(100, 99, Rejection.TokenTooLong)]
    public void A_token_longer_than_the_limit_is_not_looked_at(int length, int limit, Rejection? rejection)
    {
        var compact = CompactToken.Of("""{"alg":"RS256"}""");
        compact += new string('A', length - compact.Length);

        Assert.Equal(rejection, UnverifiedToken.Read(compact, limit, out _));
        Assert.Equal(Rejection.TokenTooLong, UnverifiedToken.Read(new string('=', limit + 1), limit, out _));
    }

    [Fact]
    public void What_an_earlier_token_left_behind_is_not_seen_by_the_next()
    {
        Assert.Null(CompactToken.Read(CompactToken.Of("""{"alg":"RS256","kid":"\u006b","typ":"JWT"}""", """{"iss":"\u0061","cnf":{},"aud":["x"]}""")));
        Assert.Null(UnverifiedToken.Read(CompactToken.Of("""{"alg":"ES256"}""", """{"exp":1}"""), CompactToken.MaxLength, out var token));

        Assert.False(token.HasKeyId);
        Assert.False(token.Header.Contains("typ"u8));
        Assert.False(token.Claims.Contains("iss"u8) || token.Claims.Contains("cnf"u8) || token.Claims.Contains("aud"u8));
        Assert.True(token.Claims.TryFind("exp"u8, out var expires));
        Assert.Equal(JsonKind.Number, expires.Kind);
    }
}
