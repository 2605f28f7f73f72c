using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>Rule 1: a key signs only for its own server.</summary>
public sealed class ForeignKeyTests(SevenServers servers) : IClassFixture<SevenServers>
{
    public static TheoryData<Vendor, Vendor> Pairs => SevenServers.Pairs();

    [Fact]
    public async Task Each_server_is_trusted_with_its_own_key()
    {
        Assert.Equal(42, Pairs.Count);
        foreach (var vendor in SevenServers.Vendors)
        {
            var answer = await servers.Api.AskAsync("/whoami", servers[vendor].IssueToken($"{SevenServers.OrganizationOf(vendor)}::Auditor"));
            Assert.True(answer.Status == 200, $"{vendor}: {answer}");
            Assert.Equal(vendor.ToString(), answer.Json.GetProperty("authorizationServer").GetString());
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_token_signed_by_one_server_that_claims_another_is_refused(Vendor signer, Vendor claimed)
    {
        var scope = $"{SevenServers.OrganizationOf(claimed)}::FirewallAdmin";

        // The header names the signer's key, which the claimed server does not have.
        var answer = await servers.Api.AskAsync("/whoami", servers[claimed].IssueToken(new TestToken { Scopes = [scope], SignWith = servers[signer] }));
        Assert.Equal((401, Rejection.UnknownKey), (answer.Status, answer.Rejection));

        // The header names the claimed server's key.
        answer = await servers.Api.AskAsync("/whoami", servers[claimed].IssueToken(new TestToken
        {
            Scopes = [scope],
            SignWith = servers[signer],
            Header = { ["kid"] = servers[claimed].KeyId },
        }));
        Assert.Equal((401, Rejection.BadSignature), (answer.Status, answer.Rejection));

        // The header names no key: at most the claimed server's own is tried.
        answer = await servers.Api.AskAsync("/whoami", servers[claimed].IssueToken(new TestToken
        {
            Scopes = [scope],
            SignWith = servers[signer],
            RemovedHeader = ["kid"],
        }));
        Assert.Equal(401, answer.Status);
        Assert.Contains(answer.Rejection!.Value, new[] { Rejection.BadSignature, Rejection.UnknownKey });
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_token_in_the_form_of_one_server_with_the_issuer_of_another_is_judged_by_the_other(Vendor form, Vendor claimed)
    {
        var token = new TestToken { Scopes = [$"{SevenServers.OrganizationOf(claimed)}::FirewallAdmin"] };
        if (claimed == Vendor.PingFederate) token.RemovedClaims.Add("iss");
        else token.Claims["iss"] = servers[claimed].Issuer;

        var answer = await servers.Api.AskAsync("/whoami", servers[form].IssueToken(token));

        // Its audience, its client or its key is not the other's, whichever is looked at first.
        Assert.Equal(401, answer.Status);
    }
}
