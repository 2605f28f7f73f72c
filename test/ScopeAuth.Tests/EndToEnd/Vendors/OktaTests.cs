using System.Text.Json.Nodes;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd.Vendors;

public sealed class OktaTests(OktaTests.Host host) : IClassFixture<OktaTests.Host>
{
    /// <summary>Changes of a token as Okta's client credentials make it, and what becomes of it.</summary>
    public static TheoryData<string, Rejection?> Tokens => new()
    {
        { "as it comes", null },
        { "scopes of others beside ours", null },
        { "version as a number", null },
        { "of a user", null },
        { "scopes in a claim of another name", Rejection.NoUsableRole },
        { "no scopes", Rejection.NoUsableRole },
        { "scopes as an object", Rejection.InvalidClaim },
        { "scopes with a number among them", Rejection.InvalidClaim },
        { "another client", Rejection.WrongClient },
        { "client in a claim of another name", Rejection.WrongClient },
        { "bound by DPoP", Rejection.UnverifiedBinding },
        { "of another custom server of the organisation", Rejection.UnknownIssuer },
        { "of the organisation's own server", Rejection.UnknownIssuer },
        { "for another API", Rejection.WrongAudience },
        { "ID token", Rejection.WrongAudience },
        { "ID token for this audience", Rejection.TokenTypeNotAllowed },
    };

    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task A_token_of_Okta(string what, Rejection? expected)
    {
        var token = new TestToken { Scopes = [$"{TestServers.Organization}::Auditor"] };
        switch (what)
        {
            case "scopes of others beside ours": token.Claims["scp"] = new JsonArray("openid", "email", $"{TestServers.Organization}::Auditor", "zscaler.net::9::FirewallAdmin"); break;
            case "version as a number": token.Claims["ver"] = 1; break;
            case "of a user": (token.Claims["uid"], token.Claims["auth_time"]) = ("00ujmkLgagxeRrAg20g3", 1467142021); break;
            case "scopes in a claim of another name": (token.Claims["scope"], token.Claims["scp"]) = ($"{TestServers.Organization}::Auditor", new JsonArray()); break;
            case "no scopes": token.RemovedClaims.Add("scp"); break;
            case "scopes as an object": token.Claims["scp"] = new JsonObject { [$"{TestServers.Organization}::Auditor"] = true }; break;
            case "scopes with a number among them": token.Claims["scp"] = new JsonArray($"{TestServers.Organization}::Auditor", 7); break;
            case "another client": token.Claims["cid"] = "0oa4dr9kzkykPrLhq0g7"; break;
            case "client in a claim of another name": (token.Claims["client_id"], token.Claims["azp"]) = ("demo", "demo"); token.RemovedClaims.Add("cid"); break;
            case "bound by DPoP": token.Claims["cnf"] = new JsonObject { ["jkt"] = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" }; break;
            case "of another custom server of the organisation": token.Claims["iss"] = host.Server.Issuer.Replace("default", "aus9o8wzkhckw9TLa0h7z", StringComparison.Ordinal); break;
            case "of the organisation's own server": token.Claims["iss"] = host.Server.BaseAddress.AbsoluteUri.TrimEnd('/'); break;
            case "for another API": token.Claims["aud"] = "https://other.example"; break;
            case "ID token": (token.Claims["aud"], token.Claims["at_hash"]) = ("demo", null); token.RemovedClaims.Add("at_hash"); break;
            case "ID token for this audience": token.Claims["at_hash"] = "MTIzNDU2Nzg5MDEyMzQ1Ng"; break;
            default: Assert.Equal("as it comes", what); break;
        }
        var compact = host.Server.IssueToken(token);

        var answer = await host.Api.AskAsync("/whoami", compact);

        Assert.Equal(expected, answer.Rejection);
        if (expected is not null) return;
        Assert.Equal(("oauth-Auditor$@1234567.zscaler.net", "demo"), (answer.Json.GetProperty("adminId").GetString(), answer.Json.GetProperty("clientId").GetString()));
        Assert.StartsWith("AT.", answer.Json.GetProperty("tokenId").GetString(), StringComparison.Ordinal);
    }

    public sealed class Host : OneServerApi
    {
        protected override Vendor Vendor => Vendor.Okta;
    }
}
