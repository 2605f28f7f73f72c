using System.Text.Json.Nodes;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd.Vendors;

public sealed class EntraIdTests
{
    private const string Tenant = "5f1c6d3e-8a0b-4b59-9c38-6a1f0d2b7e44";
    private const string OtherTenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";
    private const string ConsumerTenant = "9188040d-6c67-4c5b-b112-36a304b66dad";
    private const string AppId = "3f0b6f4e-6c0d-4c5c-9a51-0c1d1c3c7a10";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Tokens_of_both_versions_are_accepted_under_one_registration(int registered)
    {
        await using var server = await StartAsync(options => options.EntraTokenVersion = registered);
        await using var api = await TestApi.StartAsync(server);

        foreach (var token in (TestToken[])[Version1(Tenant), Version2(Tenant)])
        {
            var answer = await api.AskAsync("/whoami", server.IssueToken(token));
            Assert.True(answer.Status == 200, answer.ToString());
            Assert.Equal(("demo", token.TokenId), (answer.Json.GetProperty("clientId").GetString(), answer.Json.GetProperty("tokenId").GetString()));
        }
        Assert.Equal(Rejection.UnknownIssuer, await RejectionAsync(api, server, Version2(OtherTenant)));
        Assert.Equal(Rejection.UnknownIssuer, await RejectionAsync(api, server, Version1(OtherTenant)));
    }

    [Theory]
    [InlineData(Tenant, 2, null)]
    [InlineData(Tenant, 1, null)]
    [InlineData(OtherTenant, 2, null)]
    [InlineData(OtherTenant, 1, null)]
    [InlineData("00000000-0000-0000-0000-000000000001", 2, Rejection.UnknownIssuer)]
    [InlineData("00000000-0000-0000-0000-000000000001", 1, Rejection.UnknownIssuer)]
    [InlineData("organizations", 2, Rejection.UnknownIssuer)]
    [InlineData("common", 2, Rejection.UnknownIssuer)]
    [InlineData("{tenantid}", 2, Rejection.UnknownIssuer)]
    public async Task A_registration_for_several_tenants_accepts_those_of_its_list(string tenant, int version, Rejection? expected)
    {
        await using var server = await StartAsync(options => options.EntraMultiTenant = true);
        await using var api = await TestApi.StartAsync(ForTenants(server, Tenant, OtherTenant.ToUpperInvariant()));

        Assert.Equal(expected, await RejectionAsync(api, server, version == 1 ? Version1(tenant) : Version2(tenant)));
    }

    [Theory]
    [InlineData(Tenant, OtherTenant, Rejection.InvalidClaim)]
    [InlineData(OtherTenant, Tenant, Rejection.InvalidClaim)]
    [InlineData(Tenant, "", Rejection.InvalidClaim)]
    [InlineData(Tenant, null, Rejection.InvalidClaim)]
    [InlineData(Tenant, Tenant, null)]
    public async Task The_tenant_of_the_issuer_is_the_tenant_of_the_token(string issuer, string? tid, Rejection? expected)
    {
        await using var server = await StartAsync(options => options.EntraMultiTenant = true);
        await using var api = await TestApi.StartAsync(ForTenants(server, Tenant, OtherTenant));
        foreach (var token in (TestToken[])[Version1(issuer), Version2(issuer)])
        {
            if (tid is null) token.RemovedClaims.Add("tid");
            else token.Claims["tid"] = tid;

            Assert.Equal(expected, await RejectionAsync(api, server, token));
        }
    }

    /// <summary>What is written beside the keys, and the tenants that they may sign for.</summary>
    public static TheoryData<string, string, bool> KeyIssuers => new()
    {
        { "https://login.microsoftonline.com/{tenantid}/v2.0", Tenant, true },
        { "https://login.microsoftonline.com/{tenantid}/v2.0", OtherTenant, true },
        { $"https://login.microsoftonline.com/{Tenant}/v2.0", Tenant, true },
        { $"https://login.microsoftonline.com/{Tenant}/v2.0", OtherTenant, false },
        { $"https://login.microsoftonline.com/{ConsumerTenant}/v2.0", Tenant, false },
        { $"https://sts.windows.net/{OtherTenant}/", OtherTenant, true },
        { $"https://sts.windows.net/{OtherTenant}/", Tenant, false },
        { "https://login.microsoftonline.com/common/v2.0", Tenant, false },
        { "https://evil.example/{tenantid}/v2.0", Tenant, false },
    };

    [Theory]
    [MemberData(nameof(KeyIssuers))]
    public async Task A_key_signs_for_the_tenants_that_are_written_beside_it(string keyIssuer, string tenant, bool allowed)
    {
        await using var server = await StartAsync(options => (options.EntraMultiTenant, options.EntraKeyIssuer) = (true, keyIssuer));
        await using var api = await TestApi.StartAsync(ForTenants(server, Tenant, OtherTenant));

        Assert.Equal(allowed ? null : Rejection.UnknownKey, await RejectionAsync(api, server, Version2(tenant)));
        Assert.Equal(allowed ? null : Rejection.UnknownKey, await RejectionAsync(api, server, Version1(tenant)));
    }

    [Theory]
    [InlineData(AppId, null)]
    [InlineData("api://firewall", null)]
    [InlineData("api://firewall/", null)]                    // version 1.0 writes either; both are configured
    [InlineData("API://firewall", Rejection.WrongAudience)]
    [InlineData("api://firewall/x", Rejection.WrongAudience)]
    [InlineData("00000003-0000-0000-c000-000000000000", Rejection.WrongAudience)]
    public async Task The_audience_is_one_of_those_that_are_configured(string audience, Rejection? expected)
    {
        await using var server = await StartAsync();
        await using var api = await TestApi.StartAsync(
        [
            .. server.ConfigurationFor("server"),
            TestServers.Setting("server", "Audiences:1", "api://firewall"), TestServers.Setting("server", "Audiences:2", "api://firewall/"),
        ]);
        var token = Version1(Tenant);
        token.Claims["aud"] = audience;

        Assert.Equal(expected, await RejectionAsync(api, server, token));
    }

    [Fact]
    public async Task Application_roles_are_an_array_and_the_scopes_of_a_user_one_string()
    {
        await using var server = await StartAsync();
        await using var api = await TestApi.StartAsync(server);
        var forUser = Version2(Tenant);
        forUser.Scopes.Clear();
        forUser.Claims["scp"] = $"user_impersonation {TestServers.Organization}::Operator";

        Assert.Equal("oauth-Auditor$@1234567.zscaler.net", (await api.AskAsync("/whoami", server.IssueToken(Version2(Tenant)))).Json.GetProperty("adminId").GetString());
        Assert.Equal("oauth-Operator$@1234567.zscaler.net", (await api.AskAsync("/whoami", server.IssueToken(forUser))).Json.GetProperty("adminId").GetString());

        // An application without any role has no claim at all.
        var without = Version2(Tenant);
        without.Scopes.Clear();
        Assert.Equal(Rejection.NoUsableRole, await RejectionAsync(api, server, without));
    }

    // The API's own sign-in: for the same application, so with the right audience, and app roles are in ID tokens, too.
    [Theory]
    [InlineData("*")]
    [InlineData("demo")]
    public async Task An_ID_token_is_not_an_access_token_whatever_clients_are_accepted(string clients)
    {
        await using var server = await StartAsync();
        await using var api = await TestApi.StartAsync([.. server.ConfigurationFor("server"), TestServers.Setting("server", "ClientIds:0", clients)]);
        var token = Version2(Tenant);
        token.RemovedClaims.Add("azp");
        token.RemovedClaims.Add("azpacr");
        token.Claims["preferred_username"] = "person@acme.example";

        Assert.Equal(clients == "*" ? Rejection.TokenTypeNotAllowed : Rejection.WrongClient, await RejectionAsync(api, server, token));

        token.Claims["nonce"] = "n";
        Assert.Equal(Rejection.TokenTypeNotAllowed, await RejectionAsync(api, server, token));
    }

    private static Task<TestAuthorizationServer> StartAsync(Action<TestAuthorizationServerOptions>? configure = null) =>
        TestServers.StartAsync(Vendor.EntraId, configure: configure);

    private static IEnumerable<KeyValuePair<string, string?>> ForTenants(TestAuthorizationServer server, params string[] tenants) =>
    [
        .. server.ConfigurationFor("server").Where(setting => !setting.Key.EndsWith(":Issuer", StringComparison.Ordinal)),
        .. tenants.Select((tenant, index) => TestServers.Setting("server", $"Tenants:{index}", tenant)),
    ];

    private static TestToken Version2(string tenant) => new()
    {
        Scopes = [$"{TestServers.Organization}::Auditor"],
        TokenId = "uti-2",
        Claims = { ["iss"] = $"https://login.microsoftonline.com/{tenant}/v2.0", ["tid"] = tenant, ["ver"] = "2.0", ["azp"] = "demo" },
        RemovedClaims = ["appid", "appidacr", "idp"],
    };

    private static TestToken Version1(string tenant) => new()
    {
        Scopes = [$"{TestServers.Organization}::Auditor"],
        TokenId = "uti-1",
        Claims = { ["iss"] = $"https://sts.windows.net/{tenant}/", ["tid"] = tenant, ["ver"] = "1.0", ["appid"] = "demo", ["appidacr"] = "1" },
        RemovedClaims = ["azp", "azpacr"],
        Header = { ["x5t"] = JsonValue.Create("i6lGk3FZzxRcUb2C3nEQ7syHJlY") },
    };

    private static async Task<Rejection?> RejectionAsync(TestApi api, TestAuthorizationServer server, TestToken token) =>
        (await api.AskAsync("/whoami", server.IssueToken(token))).Rejection;
}
