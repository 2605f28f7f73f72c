using ScopeAuth.Tests.Fuzzing;

namespace ScopeAuth.Tests.Attacks;

/// <summary>Section E of docs/security.md, continued: other tokens of the same server, and what a token says about others.</summary>
public sealed class TokenKindTests(AttackedApi api) : IClassFixture<AttackedApi>
{
    [Theory]
    [InlineData("id+jwt")]
    [InlineData("dpop+jwt")]
    [InlineData("logout+jwt")]
    [InlineData("secevent+jwt")]
    [InlineData("token-introspection+jwt")]
    [InlineData("oauth-authz-req+jwt")]
    [InlineData("application/logout+jwt")]
    [InlineData("JOSE")]
    [InlineData("")]
    [InlineData("at+jwt ")]
    [InlineData("application/")]
    public async Task E97_A_type_that_is_not_configured_is_refused(string type) =>
        await api.RefusesAsync(Rejection.TokenTypeNotAllowed, draft => draft.Header.Set("typ", $"\"{type}\""));

    [Theory]
    [InlineData("at+jwt", null)]
    [InlineData("AT+JWT", null)]                            // RFC 7515 section 4.1.9: a media type ignores case
    [InlineData("application/at+jwt", null)]
    [InlineData("JWT", Rejection.TokenTypeNotAllowed)]
    [InlineData(null, Rejection.TokenTypeNotAllowed)]
    public async Task E97_Where_RFC_9068_is_demanded_a_type_that_could_be_any_is_refused(string? type, Rejection? expected)
    {
        await using var strict = await AttackedApi.StartAsync(AttackedApi.GoodKeys, AttackedApi.Setting("TokenTypes:0", "at+jwt"));
        var draft = strict.Draft();
        if (type is null) draft.Header.Drop("typ");
        else draft.Header.Set("typ", $"\"{type}\"");

        Assert.Equal(expected, (await strict.AskAsync(draft)).Rejection);
    }

    [Theory]
    [InlineData("nonce", "\"n\"")]                          // an ID token
    [InlineData("at_hash", "\"h\"")]
    [InlineData("c_hash", "\"h\"")]
    [InlineData("events", "{\"http://schemas.openid.net/event/backchannel-logout\":{}}")]
    [InlineData("typ", "\"ID\"")]
    [InlineData("typ", "\"Refresh\"")]
    [InlineData("token_use", "\"id\"")]
    public async Task E98_A_claim_that_only_another_kind_of_token_carries_betrays_it(string claim, string value) =>
        await api.RefusesAsync(Rejection.TokenTypeNotAllowed, draft => draft.Claims.Set(claim, value));

    [Theory]
    [InlineData("jti")]
    [InlineData("sub")]
    [InlineData("client_id")]
    [InlineData("scope")]
    public async Task E99_A_claim_of_the_wrong_type_is_refused(string claim)
    {
        foreach (var value in (string[])["1", "null", "true", "{\"a\":\"b\"}"])
            await api.RefusesAsync(Rejection.InvalidClaim, draft => draft.Claims.Set(claim, value));
        if (claim != "scope") await api.RefusesAsync(Rejection.InvalidClaim, draft => draft.Claims.Set(claim, "[\"token-1\"]"));
        await api.RefusesAsync(Rejection.InvalidClaim, draft => draft.Claims.Set("scope", "[\"zscaler.net::1234567::FirewallAdmin\",1]"));
    }

    [Theory]
    [InlineData("{\"jkt\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I\"}")]
    [InlineData("{\"x5t#S256\":\"A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0\"}")]
    [InlineData("{\"kid\":\"ec-256\"}")]
    [InlineData("{\"unknown\":1}")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\"\"")]
    public async Task E101_A_bound_token_is_no_bearer_token(string confirmation) =>
        await api.RefusesAsync(Rejection.UnverifiedBinding, draft => draft.Claims.Set("cnf", confirmation));

    [Theory]
    [InlineData("\"oauth-Operator$@1234567.zscaler.net\"")]
    [InlineData("\"admin\"")]
    [InlineData("\"client-1\"")]
    public async Task E102_A_subject_that_looks_like_somebody_else_is_nobody_else(string subject)
    {
        var draft = api.Draft();
        draft.Claims.Set("sub", subject);

        var caller = (await api.AskAsync(draft)).Json;

        Assert.Equal("oauth-FirewallAdmin$@1234567.zscaler.net", caller.GetProperty("adminId").GetString());
        Assert.Equal("client-1", caller.GetProperty("clientId").GetString());
        Assert.Equal(["FirewallAdmin"], caller.GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
    }

    [Fact]
    public async Task E103_What_a_token_says_about_another_party_or_holds_inside_grants_nothing()
    {
        var inner = api.Draft();
        inner.Claims.Set("scope", "\"zscaler.net::1234567::Operator\"");
        foreach (var claim in (string[])["act", "may_act", "actor", "actortoken", "access_token", "id_token"])
            foreach (var value in (string[])[$"\"{inner.Build()}\"", "{\"sub\":\"admin\",\"scope\":\"zscaler.net::1234567::Operator\",\"client_id\":\"other\"}"])
            {
                var draft = api.Draft();
                draft.Claims.Set(claim, value);

                var caller = (await api.AskAsync(draft)).Json;

                Assert.Equal("client-1", caller.GetProperty("clientId").GetString());
                Assert.Equal(["FirewallAdmin"], caller.GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
            }
    }
}
