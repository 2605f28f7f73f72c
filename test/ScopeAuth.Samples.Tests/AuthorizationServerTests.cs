using ScopeAuth.Samples.Tests.Support;

namespace ScopeAuth.Samples.Tests;

public sealed class AuthorizationServerTests(SampleFixture sample)
{
    private static readonly string[] Names = ["okta", "entra", "ping", "zidentity", "zitadel", "identify"];

    public static MatrixTheoryData<string, bool> ServersAndForms => new(Names, [false, true]);

    [Theory]
    [MemberData(nameof(ServersAndForms))]
    public async Task A_token_of_each_server_acts_for_its_organisation(string server, bool byForm)
    {
        var token = await sample.Client.GetTokenAsync(server, "FirewallAdmin", byForm);

        var caller = await sample.Client.GetAsync("/api/v1/whoami", token);

        var organization = SampleClient.OrganizationOf(server);
        var (cloud, orgId) = (organization.Split("::")[0], organization.Split("::")[1]);
        Assert.Equal(organization, caller.GetProperty("organization").GetString());
        Assert.Equal($"oauth-FirewallAdmin$@{orgId}.{cloud}", caller.GetProperty("adminId").GetString());
        Assert.Equal(server, caller.GetProperty("authorizationServer").GetString());
        Assert.Equal("demo", caller.GetProperty("clientId").GetString());
        Assert.Equal("FirewallAdmin", Assert.Single(caller.GetProperty("roles").EnumerateArray()).GetString());
        Assert.NotEmpty(caller.GetProperty("tokenId").GetString()!);
        Assert.True(caller.GetProperty("expiresAt").GetDateTimeOffset() > TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Several_scopes_give_several_roles()
    {
        var token = await sample.Client.GetTokenAsync("okta", "Auditor zscaler.net::1234567::Operator");

        var caller = await sample.Client.GetAsync("/api/v1/whoami", token);

        Assert.Equal(["Auditor", "Operator"], caller.GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
    }

    [Fact]
    public async Task The_first_request_right_after_the_start_is_answered_for_every_server()
    {
        await using var fresh = await SampleProcess.StartAsync();
        var client = new SampleClient(fresh.Http);

        // All at once: nobody has fetched a key yet.
        var callers = await Task.WhenAll(Names.Select(async server =>
            await client.GetAsync("/api/v1/whoami", await client.GetTokenAsync(server, "Operator"))));

        Assert.Equal(Names, callers.Select(caller => caller.GetProperty("authorizationServer").GetString()));
    }
}
