using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd.Vendors;

/// <summary>A server that is held to RFC 9068 section 4, because <c>at+jwt</c> is the only type it may write.</summary>
public sealed class Rfc9068Tests(Rfc9068Tests.Host host) : IClassFixture<Rfc9068Tests.Host>
{
    [Theory]
    [InlineData("at+jwt", null)]
    [InlineData("AT+JWT", null)]
    [InlineData("at+JWT", null)]
    [InlineData("application/at+jwt", null)]
    [InlineData("Application/At+Jwt", null)]
    [InlineData("JWT", Rejection.TokenTypeNotAllowed)]
    [InlineData("application/jwt", Rejection.TokenTypeNotAllowed)]
    [InlineData("at+jwt ", Rejection.TokenTypeNotAllowed)]
    [InlineData("xat+jwt", Rejection.TokenTypeNotAllowed)]
    [InlineData("application/application/at+jwt", Rejection.TokenTypeNotAllowed)]
    [InlineData("", Rejection.TokenTypeNotAllowed)]
    [InlineData(null, Rejection.TokenTypeNotAllowed)]
    public async Task The_type_is_the_one_of_an_access_token(string? type, Rejection? expected)
    {
        var token = Token();
        if (type is null) token.RemovedHeader.Add("typ");
        else token.Header["typ"] = type;

        Assert.Equal(expected, await RejectionAsync(token));
    }

    [Theory]
    [InlineData("iss", Rejection.UnknownIssuer)]
    [InlineData("exp", Rejection.InvalidClaim)]
    [InlineData("aud", Rejection.InvalidClaim)]
    [InlineData("sub", Rejection.InvalidClaim)]
    [InlineData("client_id", Rejection.InvalidClaim)]
    [InlineData("iat", Rejection.InvalidClaim)]
    [InlineData("jti", Rejection.InvalidClaim)]
    public async Task Every_claim_of_section_2_2_is_required(string claim, Rejection expected)
    {
        var token = Token();
        token.RemovedClaims.Add(claim);
        if (claim == "client_id") token.Claims["azp"] = "demo";        // another name for it is not enough

        Assert.Equal(expected, await RejectionAsync(token));
    }

    [Fact]
    public async Task Without_a_scope_a_token_is_good_and_reaches_nothing()
    {
        var token = Token();
        token.RemovedClaims.Add("scope");

        Assert.Equal(Rejection.NoUsableRole, await RejectionAsync(token));
    }

    [Theory]
    [InlineData("application/at+jwt")]
    [InlineData("AT+JWT")]
    public async Task The_setting_may_be_written_as_the_media_type(string setting)
    {
        await using var api = await TestApi.StartAsync([.. host.Server.ConfigurationFor("server"), TestServers.Setting("server", "TokenTypes:0", setting)]);
        var without = Token();
        without.RemovedClaims.Add("jti");

        Assert.Equal(200, (await api.AskAsync("/whoami", host.Server.IssueToken(Token()))).Status);
        Assert.Equal(Rejection.InvalidClaim, (await api.AskAsync("/whoami", host.Server.IssueToken(without))).Rejection);
    }

    private static TestToken Token() => new() { Scopes = [$"{TestServers.Organization}::Auditor"], Header = { ["typ"] = "at+jwt" } };

    private async Task<Rejection?> RejectionAsync(TestToken token) => (await host.Api.AskAsync("/whoami", host.Server.IssueToken(token))).Rejection;

    public sealed class Host : OneServerApi
    {
        protected override IEnumerable<KeyValuePair<string, string?>> Settings => [TestServers.Setting("server", "TokenTypes:0", "at+jwt")];
    }
}
