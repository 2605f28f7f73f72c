using ScopeAuth.Scopes;
using ScopeAuth.Tests.Fuzzing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Attacks;

/// <summary>Section E of docs/security.md: who issued the token, and for whom.</summary>
public sealed class IssuerAndAudienceTests(AttackedApi api) : IClassFixture<AttackedApi>
{
    [Theory]
    [InlineData("\"https://other.example\"")]
    [InlineData("\"\"")]
    [InlineData(null)]
    public async Task E79_A_token_of_an_unknown_issuer_or_of_none_is_refused(string? issuer) => await api.RefusesAsync(Rejection.UnknownIssuer, draft =>
    {
        if (issuer is null) draft.Claims.Drop("iss");
        else draft.Claims.Set("iss", issuer);
    });

    [Theory]
    [InlineData("https://as.example/")]
    [InlineData("https://as.example//")]
    [InlineData("https://AS.example")]
    [InlineData("HTTPS://as.example")]
    [InlineData("https://as.example:443")]
    [InlineData("http://as.example")]
    [InlineData("as.example")]
    [InlineData("https://as.example.evil.example")]
    [InlineData("https://as.exampl")]
    [InlineData("https://as.example\\u0000")]
    [InlineData("https://as.example?x")]
    [InlineData("https://as.example#")]
    [InlineData("https://evil.example@as.example")]
    [InlineData("https://\\u0430s.example")]
    [InlineData(" https://as.example")]
    [InlineData("https://as.example https://other.example")]
    public async Task E80_An_issuer_is_compared_to_the_last_character(string issuer) =>
        await api.RefusesAsync(Rejection.UnknownIssuer, draft => draft.Claims.Set("iss", $"\"{issuer}\""));

    [Theory]
    [InlineData("[\"https://as.example\"]")]
    [InlineData("[\"https://evil.example\",\"https://as.example\"]")]
    [InlineData("{\"https://as.example\":1}")]
    [InlineData("1")]
    [InlineData("true")]
    [InlineData("null")]
    public async Task E81_An_issuer_is_text(string issuer) => await api.RefusesAsync(Rejection.InvalidClaim, draft => draft.Claims.Set("iss", issuer));

    [Theory]
    [InlineData("name")]
    [InlineData("email")]
    [InlineData("preferred_username")]
    [InlineData("upn")]
    [InlineData("sub")]
    [InlineData("unique_name")]
    [InlineData("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name")]
    [InlineData("scopeauth:admin_id")]
    public async Task E84_No_claim_of_a_token_becomes_the_name_of_its_caller(string claim)
    {
        var draft = api.Draft();
        draft.Claims.Set(claim, "\"oauth-Operator$@7654321.zscaler.net\"");

        Assert.Equal("oauth-FirewallAdmin$@1234567.zscaler.net", (await api.AskAsync(draft)).Json.GetProperty("adminId").GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("\"https://other.example\"")]
    [InlineData("\"https://api.example/\"")]
    [InlineData("\"https://api.exampl\"")]
    [InlineData("\"https://api.example.evil.example\"")]
    [InlineData("\"HTTPS://api.example\"")]
    [InlineData("\"https://API.example\"")]
    [InlineData("\"https://api.example,https://other.example\"")]
    [InlineData("\"https://other.example https://api.example\"")]
    [InlineData("\"*\"")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData("[\"\"]")]
    [InlineData("[\"*\"]")]
    public async Task E85_An_audience_is_compared_to_the_last_character(string? audience) => await api.RefusesAsync(Rejection.WrongAudience, draft =>
    {
        if (audience is null) draft.Claims.Drop("aud");
        else draft.Claims.Set("aud", audience);
    });

    [Theory]
    [InlineData("[\"https://api.example\"]")]
    [InlineData("[\"https://other.example\",\"https://api.example\"]")]
    [InlineData("[\"https://api.example\",\"\",\"*\"]")]
    public async Task E86_One_audience_of_several_is_enough(string audiences) => await api.AdmitsAsync(draft => draft.Claims.Set("aud", audiences));

    [Theory]
    [InlineData("[\"https://api.example\",null]")]
    [InlineData("[\"https://api.example\",1]")]
    [InlineData("[1,\"https://api.example\"]")]
    [InlineData("[[\"https://api.example\"]]")]
    [InlineData("[{\"https://api.example\":1}]")]
    [InlineData("{\"0\":\"https://api.example\"}")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("true")]
    public async Task E87_Audiences_are_text(string audiences) => await api.RefusesAsync(Rejection.InvalidClaim, draft => draft.Claims.Set("aud", audiences));

    [Fact]
    public async Task E88_Thousands_of_audiences_cost_one_pass_and_nothing_on_the_heap()
    {
        var draft = api.Draft();
        draft.Claims.Set("aud", $"[{string.Join(',', Enumerable.Repeat("\"x\"", 2500))}]");
        var token = draft.Build();

        Assert.Equal(Rejection.WrongAudience, (await api.Api.Validator.ValidateAsync(token, TestContext.Current.CancellationToken)).Rejection);
        Assert.InRange(await AllocatedBytes.FewestAsync(() => api.Api.Validator.ValidateAsync(token, TestContext.Current.CancellationToken)), 0, 8 * 1024);
    }

    [Theory]
    [InlineData("zscaler.net::1234567::firewalladmin")]
    [InlineData("zscaler.net::1234567::FirewallAdmi")]
    [InlineData("zscaler.net::1234567::FirewallAdminX")]
    [InlineData("zscaler.net::1234567::FirewallAdmin,x")]
    [InlineData("x,zscaler.net::1234567::FirewallAdmin")]
    [InlineData("x\\tzscaler.net::1234567::FirewallAdmin")]
    [InlineData("x\\nzscaler.net::1234567::FirewallAdmin")]
    [InlineData("x\\u00a0zscaler.net::1234567::FirewallAdmin")]
    [InlineData("zscaler.net::1234567::FirewallAdmin\\u0000")]
    [InlineData("zscaler.net::12345678::FirewallAdmin")]
    [InlineData("zscaler.net::1234567::*")]
    [InlineData("*::*::FirewallAdmin")]
    [InlineData("FirewallAdmin")]
    [InlineData("")]
    public async Task E100_A_scope_that_is_nearly_right_grants_nothing(string scope) =>
        await api.RefusesAsync(Rejection.NoUsableRole, draft => draft.Claims.Set("scope", $"\"{scope}\""));

    [Fact]
    public async Task E100_Scopes_beyond_the_bound_are_refused_and_not_cut() => await api.RefusesAsync(
        Rejection.InvalidClaim,
        draft => draft.Claims.Set("scope", $"\"zscaler.net::1234567::FirewallAdmin{string.Concat(Enumerable.Repeat(" x", RoleScopeReader.MaxScopes))}\""));
}
