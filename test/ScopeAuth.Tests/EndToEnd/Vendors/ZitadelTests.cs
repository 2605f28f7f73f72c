using System.Text.Json.Nodes;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd.Vendors;

public sealed class ZitadelTests(ZitadelTests.Host host) : IClassFixture<ZitadelTests.Host>
{
    private const string Project = "294645919545098240";
    private const string Ours = $"urn:zitadel:iam:org:project:{Project}:roles";

    /// <summary>The name of a claim, its value, and the roles that it grants.</summary>
    public static TheoryData<string, string, string> Claims => new()
    {
        { Ours, """{ "Auditor": { "286399320075206660": "acme.example" } }""", "Auditor" },
        { Ours, """{ "Auditor": { "1": "a" }, "Operator": { "1": "a", "2": "b" } }""", "Auditor, Operator" },
        { Ours, """[ { "Auditor": { "1": "a" } }, { "Operator": { "1": "a" } } ]""", "Auditor, Operator" },
        { Ours, """{ "zscaler.net::1234567::Auditor": { "1": "a" } }""", "Auditor" },
        { Ours, """[ "Auditor" ]""", "Auditor" },
        { Ours, """ "Auditor" """, "Auditor" },
        { Ours, """{ "Aud\u0069tor": {} }""", "Auditor" },
        { Ours, """{}""", "" },
        { Ours, """[]""", "" },
        { Ours, """null""", "" },
        { Ours, """7""", "" },
        { Ours, """{ "zscaler.net::7654321::Auditor": {} }""", "" },
        { Ours, """{ "Nobody": { "Auditor": "Auditor" } }""", "" },              // only the names of the outermost members are roles
        { Ours, """[ { "Nobody": { "Auditor": "Auditor" } } ]""", "" },
        { Ours, """[ [ { "Auditor": {} } ] ]""", "" },
        // Roles of other projects, whoever put them into the token.
        { "urn:zitadel:iam:org:project:294645919545032706:roles", """{ "Auditor": { "1": "a" } }""", "" },
        { "urn:zitadel:iam:org:project:roles", """{ "Auditor": { "1": "a" } }""", "" },
        { "urn:zitadel:iam:org:project:*:roles", """{ "Auditor": { "1": "a" } }""", "" },
        { "urn:zitadel:iam:org:project::roles", """{ "Auditor": { "1": "a" } }""", "" },
    };

    [Theory]
    [MemberData(nameof(Claims))]
    public async Task A_role_claim(string name, string value, string roles)
    {
        var answer = await host.Api.AskAsync("/whoami", Token(name, value));

        if (roles.Length == 0) Assert.Equal(Rejection.NoUsableRole, answer.Rejection);
        else Assert.Equal(roles, string.Join(", ", answer.Json.GetProperty("roles").EnumerateArray().Select(role => role.GetString())));
    }

    [Fact]
    public async Task A_bare_role_means_nothing_where_the_server_has_several_organisations()
    {
        await using var api = await TestApi.StartAsync(host.Server.ConfigurationFor("server", TestServers.Organization, TestServers.Other));

        Assert.Equal(Rejection.NoUsableRole, (await api.AskAsync("/whoami", Token(Ours, """{ "Auditor": {} }"""))).Rejection);
        var answer = await api.AskAsync("/whoami", Token(Ours, $$"""{ "{{TestServers.Other}}::Operator": {}, "Auditor": {} }"""));
        Assert.Equal("oauth-Operator$@7654321.zscalertwo.net", answer.Json.GetProperty("adminId").GetString());
    }

    // Anybody may ask for any project's audience; what is granted there is another question.
    [Fact]
    public async Task The_audience_alone_opens_nothing()
    {
        var token = host.Server.IssueToken(new TestToken { Claims = { ["aud"] = new JsonArray(Project, "286399320075272196") } });

        Assert.Equal(Rejection.NoUsableRole, (await host.Api.AskAsync("/whoami", token)).Rejection);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Role_scopes_as_the_vendor_writes_them(bool asArray)
    {
        await using var server = await TestServers.StartAsync(Vendor.Zitadel, configure: options => options.ZitadelRolesAsArray = asArray);
        await using var api = await TestApi.StartAsync(server);

        var answer = await api.AskAsync("/whoami", server.IssueToken($"{TestServers.Organization}::Operator", $"{TestServers.Organization}::Auditor"));

        Assert.Equal("Operator, Auditor", string.Join(", ", answer.Json.GetProperty("roles").EnumerateArray().Select(role => role.GetString())));
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("294645919545032706", false)]
    public void The_project_has_to_be_named(string audience, bool isFault)
    {
        var faults = ScopeAuth.Tests.Hosting.Settings.FaultsWith("acme:Vendor=Zitadel", $"acme:Audiences:0={audience}");

        if (isFault) Assert.Contains("Audiences: the ID of the API's project is expected", Assert.Single(faults), StringComparison.Ordinal);
        else Assert.Empty(faults);
    }

    private string Token(string claim, string value) => host.Server.IssueToken(new TestToken { Claims = { [Ours] = new JsonObject(), [claim] = JsonNode.Parse(value) } });

    public sealed class Host : OneServerApi
    {
        protected override Vendor Vendor => Vendor.Zitadel;
    }
}
