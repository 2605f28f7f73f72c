using System.Text.Json.Nodes;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd.Vendors;

public sealed class SafewhereIdentifyTests(SafewhereIdentifyTests.Host host) : IClassFixture<SafewhereIdentifyTests.Host>
{
    /// <summary>The role claim, and the roles that it grants in the server's one organisation.</summary>
    public static TheoryData<string, string> Claims => new()
    {
        { """ "Auditor" """, "Auditor" },
        { """[ "Auditor" ]""", "Auditor" },
        { """[ "Operator", "Auditor" ]""", "Operator, Auditor" },
        { """[ "UserObserver", "Auditor" ]""", "Auditor" },
        { """ "zscaler.net::1234567::Auditor" """, "Auditor" },
        { """ "zscalertwo.net::7654321::Auditor" """, "" },
        { """ "Auditor Operator" """, "" },                     // one role, not a list of two
        { """ "auditor" """, "" },
        { """ "" """, "" },
        { """[]""", "" },
        { """null""", "" },
    };

    [Theory]
    [MemberData(nameof(Claims))]
    public async Task A_role_claim(string value, string roles)
    {
        var answer = await host.Api.AskAsync("/whoami", Token(new() { Claims = { ["urn:identify:rest-api:role"] = JsonNode.Parse(value) } }));

        if (roles.Length == 0) Assert.Equal(Rejection.NoUsableRole, answer.Rejection);
        else Assert.Equal($"{TestServers.Organization}: {roles}", $"{answer.Json.GetProperty("organization")}: {string.Join(", ", answer.Json.GetProperty("roles").EnumerateArray().Select(role => role.GetString()))}");
    }

    [Theory]
    [InlineData("https://api.example", null)]
    [InlineData("https://identify.example/runtime/openidconnect", Rejection.WrongAudience)]
    [InlineData("https://api.example/", Rejection.WrongAudience)]
    [InlineData(null, Rejection.WrongAudience)]
    public async Task The_one_audience(string? audience, Rejection? expected)
    {
        var token = new TestToken { Scopes = [$"{TestServers.Organization}::Auditor"] };
        if (audience is null) token.RemovedClaims.Add("aud");
        else token.Claims["aud"] = audience;

        Assert.Equal(expected, (await host.Api.AskAsync("/whoami", Token(token))).Rejection);
    }

    private string Token(TestToken token) => host.Server.IssueToken(token);

    public sealed class Host : OneServerApi
    {
        protected override Vendor Vendor => Vendor.SafewhereIdentify;
    }
}
