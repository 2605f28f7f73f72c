using System.Text.Json.Nodes;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd.Vendors;

public sealed class ZIdentityTests(ZIdentityTests.Host host) : IClassFixture<ZIdentityTests.Host>
{
    private const string Ours = "zs:config:zia.zscaler.net:1234567:config:33860:Auditor";
    private const string WithSpaces = "zs:config:zia.zscaler.net:1234567:config:1:Super Admin";

    /// <summary>One scope in an array, and the role that it grants; null for none.</summary>
    public static TheoryData<string, string?> Scopes => new()
    {
        { Ours, "Auditor" },
        { WithSpaces, "Super Admin" },
        { "zscaler.net::1234567::Auditor", "Auditor" },                              // the plain form
        { "zs:config:zia.ZSCALER.net:1234567:config:33860:Auditor", "Auditor" },
        { "zs:config:zia.zscaler.net:1234567:config:Default:Auditor", "Auditor" },  // the role's ID is any text
        { "zs:config:ZIA.zscaler.net:1234567:config:33860:Auditor", "Auditor" },
        // Administrators of another product are none of this API's.
        { "zs:config:zcc.zscaler.net:1234567:config:1:Super Admin", null },
        { "zs:config:cloud_connector.zscaler.net:1234567:config:18350:Super Admin", null },
        { "zs:config:ziam:0:config:9h6p7ebv903k4:Super Admin", null },
        { "zs:config:zdx.zscaler.net:1234567:config:18347:Auditor", null },
        { "zs:config:zpa.zpabeta.net:72058304855015424:config:Default:Default:28:FullAccess", null },
        { "zs:config:ziax.zscaler.net:1234567:config:33860:Auditor", null },
        { "zs:config:.zscaler.net:1234567:config:33860:Auditor", null },
        { "zs:config:zscaler.net:1234567:config:33860:Auditor", null },
        // Another cloud, organisation or role.
        { "zs:config:zia.zscalertwo.net:1234567:config:33860:Auditor", null },
        { "zs:config:zia.zscaler.net:12345678:config:33860:Auditor", null },
        { "zs:config:zia.zscaler.net:1234567:config:33860:auditor", null },
        { "zs:config:zia.zscaler.net:1234567:config:33860:Super  Admin", null },
        { "zs:config:zia.zscaler.net:1234567:config:33860:Super Admin ", null },
        { "zs:config:zia.zscaler.net:1234567:config:33860:", null },
        { "zs:config:zia.zscaler.net:1234567:other:33860:Auditor", null },
        { "zs:config:zia.zscaler.net:1234567:config:33860:Auditor:x", null },
        { "zs:config:zia.zscaler.net:1234567:config:Auditor", null },
        { "ZS:CONFIG:zia.zscaler.net:1234567:config:33860:Auditor", null },
        { "xzs:config:zia.zscaler.net:1234567:config:33860:Auditor", null },
    };

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task A_scope_in_an_array(string scope, string? role)
    {
        var answer = await AskAsync(new JsonArray(scope));

        Assert.Equal(role is null ? Rejection.NoUsableRole : null, answer.Rejection);
        if (role is not null) Assert.Equal($"oauth-{role}$@1234567.zscaler.net", answer.Json.GetProperty("adminId").GetString());
    }

    /// <summary>A space-separated list, in which a role's name may hold spaces, and the roles that it grants.</summary>
    public static TheoryData<string, string> Lists => new()
    {
        { $"{Ours} {WithSpaces}", "Auditor, Super Admin" },
        { $"{WithSpaces} {Ours}", "Super Admin, Auditor" },
        { $"openid {WithSpaces}", "Super Admin" },
        { $"zscaler.net::1234567::Auditor {WithSpaces}", "Auditor, Super Admin" },
        { $"{Ours} openid", "" },                               // where the name ends nobody can say, so it is a name that nobody configured
        { $"{WithSpaces} zscaler.net::1234567::Auditor", "" },
        { $"zs:config:zcc.zscaler.net:1234567:config:1:Super Admin {Ours}", "Auditor" },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Scopes_in_one_string(string list, string roles)
    {
        var answer = await AskAsync(list);

        if (roles.Length == 0) Assert.Equal(Rejection.NoUsableRole, answer.Rejection);
        else Assert.Equal(roles, string.Join(", ", answer.Json.GetProperty("roles").EnumerateArray().Select(role => role.GetString())));
    }

    [Fact]
    public async Task The_products_of_this_API_are_what_is_configured()
    {
        await using var api = await TestApi.StartAsync(
            [.. host.Server.ConfigurationFor("server"), TestServers.Setting("server", "Products:0", "zcc"), TestServers.Setting("server", "Products:1", "zdx")]);
        async Task<Rejection?> AskForAsync(string product) => (await api.AskAsync("/whoami", host.Server.IssueToken(new TestToken
        {
            Claims = { ["scope"] = new JsonArray($"zs:config:{product}.zscaler.net:1234567:config:1:Auditor") },
        }))).Rejection;

        Assert.Equal((null, null, Rejection.NoUsableRole), (await AskForAsync("zcc"), await AskForAsync("zdx"), await AskForAsync("zia")));
    }

    [Fact]
    public async Task The_other_form_means_nothing_from_other_vendors()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await TestApi.StartAsync(server);

        Assert.Equal(Rejection.NoUsableRole, (await api.AskAsync("/whoami", server.IssueToken(new TestToken { Claims = { ["scope"] = new JsonArray(Ours) } }))).Rejection);
    }

    private Task<Answer> AskAsync(JsonNode scopes) => host.Api.AskAsync("/whoami", host.Server.IssueToken(new TestToken { Claims = { ["scope"] = scopes } }));

    public sealed class Host : OneServerApi
    {
        protected override Vendor Vendor => Vendor.ZIdentity;

        protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("ApiRoles:Super Admin:Access:Firewall", "Full")];
    }
}
