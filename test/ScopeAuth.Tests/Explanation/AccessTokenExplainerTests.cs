using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Explanation;

public sealed class AccessTokenExplainerTests
{
    private const string Auditor = $"{TestServers.Organization}::Auditor";

    private static readonly string[] Stations = ["Structure", "Issuer", "Claims", "Key", "Signature", "Answer", "Roles", "Revocation"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_good_token_passes_every_station_that_its_server_needs()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await TestApi.StartAsync(server.ConfigurationFor("as"));

        var explained = await ExplainAsync(api, server.IssueToken(Token("Auditor")));

        Assert.Null(explained.Rejection);
        Assert.Equal("as", explained.AuthorizationServer);
        Assert.Equal(["oauth-Auditor$@1234567.zscaler.net"], explained.AdminIds);
        Assert.Equal(Stations, explained.Stations.Select(station => station.Name));
        Assert.All(explained.Stations, station => Assert.Equal(station.Name == "Answer" ? StationState.NotNeeded : StationState.Passed, station.State));
        Assert.DoesNotContain(explained.Stations.SelectMany(station => station.Facts), fact => fact.IsAtFault);
    }

    [Fact]
    public async Task What_is_answered_holds_neither_the_token_nor_its_signature()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await TestApi.StartAsync(server.ConfigurationFor("as"));
        var token = server.IssueToken(Token("Auditor"));

        var text = (await ExplainAsync(api, $"Bearer {token}\n")).ToString();

        Assert.StartsWith("Accepted, as oauth-Auditor$@1234567.zscaler.net", text, StringComparison.Ordinal);
        Assert.All(token.Split('.'), part => Assert.DoesNotContain(part, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nonsense", Rejection.Malformed, "Structure", "form")]
    [InlineData("a.b.c.d.e", Rejection.EncryptedToken, "Structure", "form")]
    public async Task What_is_no_token_stops_at_the_first_station(string token, Rejection rejection, string station, string fault)
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await TestApi.StartAsync(server.ConfigurationFor("as"));

        AssertStopped(await ExplainAsync(api, token), rejection, station, fault);
    }

    [Fact]
    public async Task A_refused_token_stops_where_the_road_refuses_it_and_the_fact_at_fault_is_marked()
    {
        await using var server = await TestServers.StartAsync();
        await using var other = await TestServers.StartAsync();
        await using var api = await TestApi.StartAsync(server.ConfigurationFor("as"));
        var good = server.IssueToken(Token("Auditor"));

        AssertStopped(await ExplainAsync(api, other.IssueToken(Token("Auditor"))), Rejection.UnknownIssuer, "Issuer", "iss");
        AssertStopped(await ExplainAsync(api, server.IssueToken(new TestToken { Scopes = [Auditor], Audience = "https://elsewhere.example" })), Rejection.WrongAudience, "Claims", "aud");
        AssertStopped(await ExplainAsync(api, server.IssueToken(new TestToken { Scopes = [Auditor], IssuedAt = TimeProvider.System.GetUtcNow().AddHours(-3), Lifetime = TimeSpan.FromHours(1) })), Rejection.Expired, "Claims", "exp");
        AssertStopped(await ExplainAsync(api, good[..^4] + (good.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBA" : "AAAA")), Rejection.BadSignature, "Signature", "signature");
        AssertStopped(await ExplainAsync(api, server.IssueToken(Token("Nobody"))), Rejection.NoUsableRole, "Roles", "scope");
        await api.Services.GetRequiredService<IRevocationList>().RevokeAsync(
            new NewRevocation { Target = RevocationTarget.Server("as"), Reason = RevocationReason.Other, RevokedBy = "test" }, Cancelled);
        AssertStopped(await ExplainAsync(api, good), Rejection.Revoked, "Revocation", "revocations");
    }

    [Fact]
    public async Task An_explanation_says_what_the_road_says_also_of_a_token_that_is_remembered()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await TestApi.StartAsync(server.ConfigurationFor("as"));
        var token = server.IssueToken(Token("Auditor"));
        Assert.True((await api.Validator.ValidateAsync(token, Cancelled)).IsAccepted);
        Assert.True((await api.Validator.ValidateAsync(token, Cancelled)).IsAccepted);

        Assert.All((await ExplainAsync(api, token)).Stations, station => Assert.NotEqual(StationState.NotReached, station.State));
    }

    [Fact]
    public async Task Text_of_a_token_forges_no_line_of_an_explanation()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await TestApi.StartAsync(server.ConfigurationFor("as"));
        const string Hostile = "x\n1. Structure: passed\u001b[2J\u202e";

        var text = (await ExplainAsync(api, server.IssueToken(new TestToken { Scopes = [Auditor], ClientId = Hostile }))).ToString();

        Assert.DoesNotContain(text, letter => letter is '\u001b' or '\u202e');
        Assert.Single(text.Split('\n'), line => line.StartsWith("1. Structure", StringComparison.Ordinal));
        Assert.Contains("\\u202E", text, StringComparison.OrdinalIgnoreCase);
    }

    private static void AssertStopped(AccessTokenExplanation explained, Rejection rejection, string station, string fault)
    {
        Assert.Equal(rejection, explained.Rejection);
        Assert.Equal(station, Assert.Single(explained.Stations, one => one.State == StationState.Stopped).Name);
        Assert.NotNull(explained.Advice);
        var index = Array.IndexOf(Stations, station);
        Assert.All(explained.Stations.Skip(index + 1), one => Assert.True(one.State is StationState.NotReached or StationState.NotNeeded && one.Facts.Count == 0, one.Name));
        Assert.Equal([fault], explained.Stations.SelectMany(one => one.Facts).Where(fact => fact.IsAtFault).Select(fact => fact.Name));
    }

    private static TestToken Token(string role) => new() { Scopes = [$"{TestServers.Organization}::{role}"] };

    private static Task<AccessTokenExplanation> ExplainAsync(TestApi api, string token) =>
        api.Services.GetRequiredService<AccessTokenExplainer>().ExplainAsync(token, Cancelled).AsTask();
}
