using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>Rule 2: a server speaks only for its own organisations.</summary>
public sealed class ForeignOrganizationTests(SevenServers servers) : IClassFixture<SevenServers>
{
    public static TheoryData<Vendor, Vendor> Pairs => SevenServers.Pairs();

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_server_that_claims_the_organisation_of_another_gets_no_role(Vendor server, Vendor other)
    {
        var token = servers[server].IssueToken(SevenServers.Claiming(server, $"{SevenServers.OrganizationOf(other)}::FirewallAdmin"));

        foreach (var path in (string[])["/whoami", "/firewall", $"/{SevenServers.OrganizationOf(other)}/whoami"])
        {
            var answer = await servers.Api.AskAsync(path, token);
            Assert.Equal((403, Rejection.NoUsableRole), (answer.Status, answer.Rejection));
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_server_that_claims_its_own_organisation_and_that_of_another_gets_its_own(Vendor server, Vendor other)
    {
        var (own, foreign) = (SevenServers.OrganizationOf(server), SevenServers.OrganizationOf(other));
        var token = servers[server].IssueToken(SevenServers.Claiming(server, $"{foreign}::FirewallAdmin", $"{own}::Auditor", $"{foreign}::Operator"));

        var answer = await servers.Api.AskAsync("/whoami", token);
        Assert.True(answer.Status == 200, answer.ToString());
        Assert.Equal(own, answer.Json.GetProperty("organization").GetString());
        Assert.Equal("Auditor", Assert.Single(answer.Json.GetProperty("roles").EnumerateArray()).GetString());

        Assert.Equal(Rejection.InsufficientRole, (await servers.Api.AskAsync("/firewall", token, HttpMethod.Post)).Rejection);
        Assert.Equal(Rejection.OrganizationNotGranted, (await servers.Api.AskAsync($"/{foreign}/whoami", token)).Rejection);
        Assert.Equal(Rejection.OrganizationNotGranted, (await servers.Api.AskAsync(
            "/whoami", token, change: request => request.Headers.Add("X-Organization", foreign))).Rejection);
    }

    /// <summary>Texts that are nearly a role scope of the server's own organisation, <c>zscaler.net::1000</c>.</summary>
    public static TheoryData<string> NearlyOwn =>
    [
        "zscaler.net::1000", "zscaler.net::1000::", "::1000::Auditor", "zscaler.net::::Auditor", "zscaler.net::10000::Auditor", "zscaler.net::100::Auditor",
        "zscaler.net.::1000::Auditor", "xzscaler.net::1000::Auditor", "zscaler.net::1000::auditor", "zscaler.net::1000::Auditor::x", "x::zscaler.net::1000::Auditor",
        "zscaler.net:::1000::Auditor", "zscaler.net::1000:::Auditor", "zscaler.net:1000:Auditor", "Auditor", "*::*::*", "zscaler.net::1000::*", "zscaler.net::*::Auditor",
        "zscaler.net::１０００::Auditor", "zscaler.net::1000::Auditor\u200b", "zscaler.net::1000::Auditor\u0000", "zscaler.net::1000\u0130::Auditor",
    ];

    [Theory]
    [MemberData(nameof(NearlyOwn))]
    public async Task A_scope_that_is_nearly_right_grants_nothing(string scope)
    {
        Assert.Equal("zscaler.net::1000", SevenServers.OrganizationOf(Vendor.Generic));

        Assert.Equal(Rejection.NoUsableRole, (await servers.Api.AskAsync("/whoami", servers[Vendor.Generic].IssueToken(scope))).Rejection);
    }

    [Theory]
    [InlineData("zscaler.net::1000::Auditor")]
    [InlineData("ZSCALER.NET::1000::Auditor")]                  // a cloud is a domain name
    [InlineData("Zscaler.Net::1000::Auditor")]
    public async Task The_cloud_is_compared_ignoring_case_and_shown_as_it_is_configured(string scope)
    {
        var answer = await servers.Api.AskAsync("/whoami", servers[Vendor.Generic].IssueToken(scope));

        Assert.Equal(200, answer.Status);
        Assert.Equal("zscaler.net::1000", answer.Json.GetProperty("organization").GetString());
        Assert.Equal("oauth-Auditor$@1000.zscaler.net", answer.Json.GetProperty("adminId").GetString());
    }
}
