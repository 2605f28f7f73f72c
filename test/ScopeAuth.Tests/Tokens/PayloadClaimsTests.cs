using System.Security.Claims;
using System.Text;
using ScopeAuth.Bearer;

namespace ScopeAuth.Tests.Tokens;

public sealed class PayloadClaimsTests
{
    [Theory]
    [InlineData("\"x\"", ClaimValueTypes.String, "x")]
    [InlineData("\"\\u0041\\n\"", ClaimValueTypes.String, "A\n")]
    [InlineData("\"\"", ClaimValueTypes.String, "")]
    [InlineData("1", ClaimValueTypes.Integer64, "1")]
    [InlineData("-9223372036854775808", ClaimValueTypes.Integer64, "-9223372036854775808")]
    [InlineData("9223372036854775808", ClaimValueTypes.Double, "9223372036854775808")]
    [InlineData("1.50", ClaimValueTypes.Double, "1.50")]
    [InlineData("true", ClaimValueTypes.Boolean, "true")]
    [InlineData("false", ClaimValueTypes.Boolean, "false")]
    [InlineData("null", "JSON_NULL", "")]
    [InlineData("{\"b\": [1, {\"c\":\"\\u0041\"}]}", "JSON", "{\"b\": [1, {\"c\":\"\\u0041\"}]}")]
    [InlineData("{}", "JSON", "{}")]
    public void A_value_becomes_one_claim_as_it_was_written(string json, string type, string value)
    {
        var claims = Read($$"""{ "first":"1", "a" : {{json}} , "last":"2" }""");

        Assert.Equal(["first", "a", "last"], claims.Select(claim => claim.Type));
        Assert.Equal((type, value, "server"), (claims[1].ValueType, claims[1].Value, claims[1].Issuer));
    }

    [Fact]
    public void An_array_becomes_one_claim_for_each_element()
    {
        var claims = Read("""{"a":["x",1,true,null,{"b":[2]},["c",["d"]],[]],"b":[],"c":"end"}""");

        Assert.Equal(
            [("a", "x"), ("a", "1"), ("a", "true"), ("a", ""), ("a", "{\"b\":[2]}"), ("a", "[\"c\",[\"d\"]]"), ("a", "[]"), ("c", "end")],
            claims.Select(claim => (claim.Type, claim.Value)));
    }

    [Theory]
    [InlineData("scopeauth:role")]
    [InlineData("scopeauth:admin_id")]
    [InlineData("scopeauth:anything")]
    [InlineData("SCOPEAUTH:ROLE")]
    [InlineData("scope\\u0061uth:role")]
    public void No_token_can_forge_a_claim_that_ScopeAuth_adds(string name)
    {
        foreach (var value in new[] { "\"x\"", "[\"x\",{\"y\":[1]}]", "{\"x\":{\"y\":1}}", "null", "7" })
            Assert.Equal(["a", "b"], Read($$"""{"a":1,"{{name}}":{{value}},"b":2}""").Select(claim => claim.Type));
    }

    [Fact]
    public void No_name_is_mapped()
    {
        string[] names = ["sub", "iss", "role", "roles", "name", "unique_name", "http://schemas.microsoft.com/ws/2008/06/identity/claims/role", "", "ä\"b"];
        Assert.Equal(names, Read($$"""{{{string.Join(',', names.Select(name => $"{System.Text.Json.JsonSerializer.Serialize(name)}:1"))}}}""").Select(claim => claim.Type));
        Assert.Empty(Read("{}"));
    }

    private static List<Claim> Read(string payload) => [.. PayloadClaims.Read(Encoding.UTF8.GetBytes(payload), "server")];
}
