using ScopeAuth.AuthorizationServers;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Tokens;

public sealed class TokenRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string Good = $$"""{"iss":"i","aud":"api","client_id":"c","sub":"s","jti":"t",{{Dates}}}""";

    private static string Dates => $"\"iat\":{Now.ToUnixTimeSeconds()},\"exp\":{Now.ToUnixTimeSeconds() + 600}";

    [Fact]
    public void A_token_as_registered_passes()
    {
        Assert.Null(Check(Good, out var times));
        Assert.Equal(Now.AddSeconds(600), times.ExpiresAt);
        Assert.Equal(Now, times.IssuedAt);
    }

    [Theory]
    [InlineData("RS256", null)]
    [InlineData("RS384", Rejection.AlgorithmNotAllowed)]
    [InlineData("PS256", Rejection.AlgorithmNotAllowed)]
    [InlineData("ES256", null)]
    [InlineData("none", Rejection.AlgorithmNotAllowed)]
    [InlineData("HS256", Rejection.AlgorithmNotAllowed)]
    public void Only_the_servers_own_algorithms_are_allowed(string algorithm, Rejection? rejection) =>
        Assert.Equal(rejection, Check(Good, out _, options => options.Algorithms = ["RS256", "ES256"], header: $$"""{"alg":"{{algorithm}}"}"""));

    [Theory]
    [InlineData("\"api\"", null)]
    [InlineData("[\"other\",\"api\"]", null)]
    [InlineData("\"\\u0061pi\"", null)]
    [InlineData("\"API\"", Rejection.WrongAudience)]
    [InlineData("\"api/\"", Rejection.WrongAudience)]
    [InlineData("\"ap\"", Rejection.WrongAudience)]
    [InlineData("\"api other\"", Rejection.WrongAudience)]
    [InlineData("\"other,api\"", Rejection.WrongAudience)]
    [InlineData("\"*\"", Rejection.WrongAudience)]
    [InlineData("\"\"", Rejection.WrongAudience)]
    [InlineData("[]", Rejection.WrongAudience)]
    [InlineData("[\"other\"]", Rejection.WrongAudience)]
    [InlineData("null", Rejection.InvalidClaim)]
    [InlineData("1", Rejection.InvalidClaim)]
    [InlineData("{\"api\":1}", Rejection.InvalidClaim)]
    [InlineData("[\"api\",1]", Rejection.InvalidClaim)]
    [InlineData("[\"api\",null]", Rejection.InvalidClaim)]
    [InlineData("[\"api\",[\"api\"]]", Rejection.InvalidClaim)]
    public void The_audience_is_one_of_the_configured_exactly(string audience, Rejection? rejection)
    {
        var claims = Good.Replace("\"aud\":\"api\"", $"\"aud\":{audience}", StringComparison.Ordinal);

        Assert.Equal(rejection, Check(claims, out _));
        Assert.Equal(rejection, Check(claims, out _, options => options.Audiences = ["second", "api"]));
        Assert.Equal(rejection is Rejection.InvalidClaim ? rejection : null, Check(claims, out _, options => options.Audiences = ["*"]));
    }

    [Fact]
    public void A_missing_audience_is_wrong_unless_any_is_right()
    {
        var claims = Good.Replace("\"aud\":\"api\",", "", StringComparison.Ordinal);

        Assert.Equal(Rejection.WrongAudience, Check(claims, out _));
        Assert.Null(Check(claims, out _, options => options.Audiences = ["*"]));
    }

    [Theory]
    [InlineData("\"client_id\":\"c\"", null)]
    [InlineData("\"client_id\":\"C\"", Rejection.WrongClient)]
    [InlineData("\"client_id\":\"cc\"", Rejection.WrongClient)]
    [InlineData("\"client_id\":\"*\"", Rejection.WrongClient)]
    [InlineData("\"client_id\":null", Rejection.InvalidClaim)]
    [InlineData("\"client_id\":[\"c\"]", Rejection.InvalidClaim)]
    [InlineData("\"client_id\":1", Rejection.InvalidClaim)]
    [InlineData("\"client_id\":\"c\",\"azp\":1", Rejection.InvalidClaim)]          // also of one that does not count
    [InlineData("\"azp\":\"c\"", null)]
    [InlineData("\"client_id\":\"x\",\"azp\":\"c\"", Rejection.WrongClient)]         // the first that is present counts
    [InlineData("\"azp\":\"c\",\"client_id\":\"x\"", Rejection.WrongClient)]
    [InlineData("\"azp\":\"x\",\"client_id\":\"c\"", null)]
    [InlineData("\"x\":1", Rejection.WrongClient)]
    public void The_client_is_one_of_the_configured_exactly(string client, Rejection? rejection)
    {
        var claims = Good.Replace("\"client_id\":\"c\"", client, StringComparison.Ordinal);

        Assert.Equal(rejection, Check(claims, out _));
        Assert.Equal(rejection, Check(claims, out _, options => options.ClientIds = ["second", "c"]));
        Assert.Equal(rejection is Rejection.InvalidClaim ? rejection : null, Check(claims, out _, options => options.ClientIds = ["*"]));
    }

    [Theory]
    [InlineData("\"sub\":\"s\"", "\"sub\":1")]
    [InlineData("\"sub\":\"s\"", "\"sub\":null")]
    [InlineData("\"sub\":\"s\"", "\"sub\":{}")]
    [InlineData("\"jti\":\"t\"", "\"jti\":1")]                   // an ID that is no string could not be revoked
    [InlineData("\"jti\":\"t\"", "\"jti\":{\"a\":\"b\"}")]
    [InlineData("\"jti\":\"t\"", "\"jti\":[\"t\"]")]
    [InlineData("\"jti\":\"t\"", "\"jti\":\"t\",\"uti\":2")]
    public void An_ID_is_text(string right, string wrong) =>
        Assert.Equal(Rejection.InvalidClaim, Check(Good.Replace(right, wrong, StringComparison.Ordinal), out _));

    [Theory]
    [InlineData("\"cnf\":{\"jkt\":\"x\"}")]
    [InlineData("\"cnf\":{\"x5t#S256\":\"x\"}")]
    [InlineData("\"cnf\":{}")]
    [InlineData("\"cnf\":null")]
    [InlineData("\"c\\u006ef\":\"x\"")]
    public void A_bound_token_is_refused(string binding) =>
        Assert.Equal(Rejection.UnverifiedBinding, Check(Good.Insert(1, binding + ","), out _));

    [Theory]
    [InlineData("\"iss\":\"i\",")]
    [InlineData("\"aud\":\"api\",")]
    [InlineData("\"sub\":\"s\",")]
    [InlineData("\"client_id\":\"c\",")]
    [InlineData("\"jti\":\"t\",")]
    public void The_type_at_jwt_alone_demands_all_claims_of_RFC_9068(string claim)
    {
        var claims = Good.Replace(claim, "", StringComparison.Ordinal);
        const string Header = """{"alg":"RS256","typ":"at+jwt"}""";

        Assert.Null(Check(claims, out _, options => (options.Audiences, options.ClientIds) = (["*"], ["*"]), Header));
        foreach (var type in new[] { "at+jwt", "AT+JWT", "application/at+jwt" })
            Assert.Equal(Rejection.InvalidClaim, Check(claims, out _, options => (options.TokenTypes, options.Audiences, options.ClientIds) = ([type], ["*"], ["*"]), Header));
        Assert.Null(Check(Good, out _, options => options.TokenTypes = ["at+jwt"], Header));
    }

    [Theory]
    [InlineData("application/at+jwt")]
    [InlineData("at+jwt")]
    public void A_configured_type_may_be_written_with_or_without_its_prefix(string configured)
    {
        Assert.Null(Check(Good, out _, options => options.TokenTypes = [configured], """{"alg":"RS256","typ":"at+jwt"}"""));
        Assert.Null(Check(Good, out _, options => options.TokenTypes = [configured], """{"alg":"RS256","typ":"application/at+jwt"}"""));
        Assert.Equal(Rejection.TokenTypeNotAllowed, Check(Good, out _, options => options.TokenTypes = [configured], """{"alg":"RS256","typ":"JWT"}"""));
        Assert.Equal(Rejection.TokenTypeNotAllowed, Check(Good, out _, options => options.TokenTypes = [configured]));
    }

    [Fact]
    public void The_first_reason_in_the_order_of_the_road_is_told()
    {
        const string Wrong = """{"nonce":"n","cnf":{}}""";
        Assert.Equal(Rejection.AlgorithmNotAllowed, Check(Wrong, out _, header: """{"alg":"none","typ":"x"}"""));
        Assert.Equal(Rejection.TokenTypeNotAllowed, Check(Wrong, out _, header: """{"alg":"RS256","typ":"x"}"""));
        Assert.Equal(Rejection.TokenTypeNotAllowed, Check(Wrong, out _));
        Assert.Equal(Rejection.InvalidClaim, Check("""{"cnf":{}}""", out _));
        Assert.Equal(Rejection.Expired, Check("""{"cnf":{},"exp":1}""", out _));
        Assert.Equal(Rejection.WrongAudience, Check($$"""{"cnf":{},{{Dates}}}""", out _));
        Assert.Equal(Rejection.WrongClient, Check($$"""{"cnf":{},"aud":"api",{{Dates}}}""", out _));
        Assert.Equal(Rejection.UnverifiedBinding, Check($$"""{"cnf":{},"aud":"api","client_id":"c",{{Dates}}}""", out _));
    }

    [Fact]
    public void The_settings_say_which_claims_name_client_and_token()
    {
        var rules = Rules(options => (options.ClientIdClaims, options.TokenIdClaims) = (["cid", "azp"], ["uti", "own"]));
        var claims = JsonObject.Read("""{"client_id":"1","azp":"2","jti":"1","own":"3"}""");

        Assert.Equal("2", rules.ClientIdOf(claims));
        Assert.Equal("3", rules.TokenIdOf(claims));
        Assert.Null(rules.ClientIdOf(JsonObject.Read("""{"client_id":"1"}""")));
    }

    [Fact]
    public void An_answer_names_its_client_as_the_standard_does_and_after_that_as_the_settings_do()
    {
        const string Claims = """{"azp":"2","who":"3"}""";

        Assert.Equal("3", Answers(["who"]).ClientIdOf(JsonObject.Read(Claims)));
        Assert.Equal("2", Answers(null).ClientIdOf(JsonObject.Read(Claims)));
        Assert.Null(Answers(["other"]).ClientIdOf(JsonObject.Read(Claims)));
        Assert.Equal("1", Answers(["who"]).ClientIdOf(JsonObject.Read("""{"who":"3","client_id":"1"}""")));

        static TokenRules Answers(IList<string>? names) => TokenRules.OfAnswers(new() { Audiences = ["api"], ClientIdClaims = names }, VendorProfile.Of(Vendor.Generic));
    }

    private static Rejection? Check(string claims, out TokenTimes times, Action<AuthorizationServerOptions>? change = null, string header = """{"alg":"RS256"}""")
    {
        Assert.Null(UnverifiedToken.Read(CompactToken.Of(header, claims), CompactToken.MaxLength, out var token));
        return Rules(change).Check(token, Now, out times);
    }

    private static TokenRules Rules(Action<AuthorizationServerOptions>? change)
    {
        var options = new AuthorizationServerOptions { Audiences = ["api"], ClientIds = ["c"] };
        change?.Invoke(options);
        return new(options, VendorProfile.Of(Vendor.Generic));
    }
}
