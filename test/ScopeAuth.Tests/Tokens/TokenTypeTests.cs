using System.Text;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Tokens;

public sealed class TokenTypeTests
{
    [Theory]
    [InlineData("JWT")]
    [InlineData("jwt")]
    [InlineData("at+jwt")]
    [InlineData("AT+JWT")]
    [InlineData("application/at+jwt")]              // RFC 7515 section 4.1.9: the prefix may be left out
    [InlineData("Application/At+Jwt")]
    [InlineData("application/jwt")]
    public void A_type_is_compared_as_a_media_type(string type) => Assert.True(IsAllowed(type, "JWT", "at+jwt"));

    [Theory]
    [InlineData("")]
    [InlineData("application/")]
    [InlineData("application/application/jwt")]
    [InlineData("id+jwt")]
    [InlineData("dpop+jwt")]
    [InlineData("logout+jwt")]
    [InlineData("secevent+jwt")]
    [InlineData("token-introspection+jwt")]
    [InlineData("JWT ")]
    [InlineData("JWTx")]
    [InlineData("xJWT")]
    [InlineData("image/jwt")]
    [InlineData("at\\u002bjwt2")]
    [InlineData("\\u212aWT")]
    [InlineData("*")]
    [InlineData("absent")]
    public void Every_other_type_is_refused(string type) => Assert.False(IsAllowed(type, "JWT", "at+jwt"));

    [Fact]
    public void A_missing_type_counts_only_where_it_is_allowed()
    {
        Assert.True(TokenType.IsAllowed(JsonObject.Read("{}"), [], absentAllowed: true));
        Assert.False(TokenType.IsAllowed(JsonObject.Read("{}"), ["JWT"u8.ToArray()], absentAllowed: false));
        Assert.False(TokenType.IsAllowed(JsonObject.Read("""{"typ":"x"}"""), [], absentAllowed: true));
    }

    [Theory]
    [InlineData("\"nonce\":\"n\"")]
    [InlineData("\"at_hash\":\"x\"")]
    [InlineData("\"c_hash\":\"x\"")]
    [InlineData("\"events\":{}")]                   // a logout token or another security event
    [InlineData("\"events\":null")]
    [InlineData("\"n\\u006fnce\":\"n\"")]
    [InlineData("\"typ\":\"ID\"")]
    [InlineData("\"typ\":\"Refresh\"")]
    [InlineData("\"typ\":\"Logout\"")]
    [InlineData("\"token_use\":\"id\"")]
    [InlineData("\"token_use\":1")]
    [InlineData("\"token_use\":null")]
    [InlineData("\"token_use\":\"Access\"")]
    public void Claims_that_only_other_tokens_carry_mark_them(string claim) =>
        Assert.True(TokenType.MarksOtherToken(JsonObject.Read($$"""{"iss":"x",{{claim}}}""")));

    [Theory]
    [InlineData("\"typ\":\"Bearer\"")]
    [InlineData("\"typ\":\"bearer\"")]
    [InlineData("\"typ\":\"at+jwt\"")]
    [InlineData("\"token_use\":\"access\"")]
    [InlineData("\"Nonce\":\"n\"")]
    [InlineData("\"sub\":\"nonce\"")]
    public void An_access_token_carries_none_of_them(string claim) =>
        Assert.False(TokenType.MarksOtherToken(JsonObject.Read($$"""{"iss":"x",{{claim}}}""")));

    private static bool IsAllowed(string type, params string[] allowed) =>
        TokenType.IsAllowed(JsonObject.Read($$"""{"typ":"{{type}}"}"""), [.. allowed.Select(Encoding.ASCII.GetBytes)], absentAllowed: true);
}
