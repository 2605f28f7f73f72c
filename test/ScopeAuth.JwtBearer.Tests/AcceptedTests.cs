using System.Security.Claims;
using System.Text.Json.Nodes;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.JwtBearer.Tests;

public sealed class AcceptedTests
{
    private const string Auditor = $"{TestServers.Organization}::Auditor";

    [Fact]
    public async Task What_the_handler_authenticated_gets_the_principal_of_ScopeAuth()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await JwtBearerApi.StartAsync(server);
        var token = server.IssueToken(Auditor, $"{TestServers.Organization}::Operator");

        var answer = await api.AskAsync("/whoami", token);

        Assert.Equal(200, answer.Status);
        Assert.Equal("oauth-Auditor$@1234567.zscaler.net", answer.Json.GetProperty("adminId").GetString());
        Assert.Equal(TestServers.Organization, answer.Json.GetProperty("organization").GetString());
        Assert.Equal(["Auditor", "Operator"], answer.Json.GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
        Assert.Equal("demo", answer.Json.GetProperty("clientId").GetString());
        Assert.Equal("server0", answer.Json.GetProperty("authorizationServer").GetString());
        Assert.Equal(server.IssuedTokens.Single(issued => issued.Value == token).TokenId, answer.Json.GetProperty("tokenId").GetString());
    }

    [Fact]
    public async Task The_names_that_the_handler_maps_claims_to_are_there_beside_the_tokens_own()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await JwtBearerApi.StartAsync(server);

        var claims = ClaimsOf(await api.AskAsync("/whoami", server.IssueToken(new TestToken { Scopes = [Auditor], Subject = "robot" })));

        Assert.Contains("sub=robot", claims);
        Assert.Contains($"{ClaimTypes.NameIdentifier}=robot", claims);
        Assert.Single(claims, claim => claim!.StartsWith("iss=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_role_that_reaches_the_endpoint_gives_the_admin_ID_of_the_audit_record()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await JwtBearerApi.StartAsync(server);
        var token = server.IssueToken(Auditor, $"{TestServers.Organization}::Operator");

        Assert.Equal(200, (await api.AskAsync("/activate", token, HttpMethod.Post)).Status);

        var record = api.LastRecord;
        Assert.Equal("oauth-Operator$@1234567.zscaler.net", record.AdminId);
        Assert.Equal((AuditResult.Success, null, 200), (record.Result, record.Rejection, record.StatusCode));
        Assert.Equal(("server0", "demo", TestServers.Organization), (record.AuthorizationServer, record.ClientId, record.Organization));
    }

    [Fact]
    public async Task No_claim_of_a_token_becomes_a_role_by_the_handlers_names()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await JwtBearerApi.StartAsync(server);
        var token = server.IssueToken(new TestToken
        {
            Scopes = [Auditor],
            Claims = { ["roles"] = new JsonArray("Operator"), ["role"] = "Operator", ["scopeauth:role"] = "Operator", ["scopeauth:admin_id"] = "root", ["scopeauth:token_id"] = "forged" },
            RemovedClaims = ["jti"],
        });

        Assert.Equal("false", (await api.AskAsync("/by-role/Operator", token)).Body);
        Assert.Equal("true", (await api.AskAsync("/by-role/Auditor", token)).Body);
        Assert.Equal(403, (await api.AskAsync("/activate", token, HttpMethod.Post)).Status);
        var claims = ClaimsOf(await api.AskAsync("/whoami", token));
        Assert.DoesNotContain("scopeauth:role=Operator", claims);
        Assert.DoesNotContain("scopeauth:admin_id=root", claims);
        Assert.DoesNotContain("scopeauth:token_id=forged", claims);
    }

    [Fact]
    public async Task Several_organisations_are_told_apart_by_header_and_route()
    {
        await using var server = await TestServers.StartAsync(configure: options => options.Organizations.Add(TestServers.Other));
        await using var api = await JwtBearerApi.StartAsync(server, organizations: [TestServers.Organization, TestServers.Other]);
        var token = server.IssueToken(Auditor, $"{TestServers.Other}::Operator");

        var unnamed = await api.AskAsync("/whoami", token);
        var byHeader = await api.AskAsync("/whoami", token, change: request => request.Headers.Add("X-Organization", TestServers.Other));
        var byRoute = await api.AskAsync("/1234567/whoami", token);
        var foreign = await api.AskAsync("/999/whoami", token);

        Assert.Equal((403, Rejection.OrganizationNotNamed), (unnamed.Status, unnamed.Rejection));
        Assert.Equal("oauth-Operator$@7654321.zscalertwo.net", byHeader.Json.GetProperty("adminId").GetString());
        Assert.Equal(["Operator"], byHeader.Json.GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
        Assert.Equal("oauth-Auditor$@1234567.zscaler.net", byRoute.Json.GetProperty("adminId").GetString());
        Assert.Equal((403, Rejection.OrganizationNotGranted), (foreign.Status, foreign.Rejection));
    }

    private static string?[] ClaimsOf(Answer answer) => [.. answer.Json.GetProperty("claims").EnumerateArray().Select(claim => claim.GetString())];
}
