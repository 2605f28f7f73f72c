using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

public sealed class OrganizationTests(OrganizationTests.Host host) : IClassFixture<OrganizationTests.Host>
{
    private const string A = "zscaler.net::1234567";
    private const string B = "zscalertwo.net::7654321";

    /// <summary>Of a token with two roles in A and one in B: the path, the header, and the organisation with its roles, or the rejection.</summary>
    public static TheoryData<string, string?, string> Requests => new()
    {
        { "/whoami", null, "OrganizationNotNamed" },
        { "/whoami", A, $"{A} Auditor FirewallAdmin" },
        { "/whoami", "1234567", $"{A} Auditor FirewallAdmin" },
        { "/whoami", "ZSCALER.net::1234567", $"{A} Auditor FirewallAdmin" },
        { "/whoami", B, $"{B} Operator" },
        { "/whoami", "7654321", $"{B} Operator" },
        { $"/{A}/whoami", null, $"{A} Auditor FirewallAdmin" },
        { "/zscaler.net%3A%3A1234567/whoami", null, $"{A} Auditor FirewallAdmin" },
        { "/1234567/whoami", null, $"{A} Auditor FirewallAdmin" },
        { $"/{B}/whoami", null, $"{B} Operator" },
        { $"/{A}/whoami", A, $"{A} Auditor FirewallAdmin" },
        { $"/{A}/whoami", "1234567", $"{A} Auditor FirewallAdmin" },
        { $"/{A}/whoami", B, "OrganizationNotGranted" },               // they disagree
        { $"/{B}/whoami", "1234567", "OrganizationNotGranted" },
        { "/whoami", "zscaler.net::7", "OrganizationNotGranted" },     // of the server, not of the token
        { "/whoami", "zscaler.net::7654321", "OrganizationNotGranted" },
        { "/whoami", "12345678", "OrganizationNotGranted" },
        { "/whoami", "", "OrganizationNotGranted" },
        { "/whoami", "*", "OrganizationNotGranted" },
        { "/whoami", $"{A}, {B}", "OrganizationNotGranted" },
        { "/whoami", $"{A}::Auditor", "OrganizationNotGranted" },
        { "/other/whoami", null, "OrganizationNotGranted" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_is_for_the_organisation_that_it_names(string path, string? header, string expected)
    {
        var answer = await AskAsync(path, Token(A + "::Auditor", B + "::Operator", A + "::FirewallAdmin"), header);

        if (expected.Contains(' ', StringComparison.Ordinal))
            Assert.Equal(expected, $"{answer.Json.GetProperty("organization")} {string.Join(' ', answer.Json.GetProperty("roles").EnumerateArray().Select(role => role.GetString()))}");
        else Assert.Equal((403, expected), (answer.Status, answer.Rejection.ToString()));
    }

    [Fact]
    public async Task Two_headers_name_none()
    {
        var response = await RawRequest.GetAsync(
            host.Api, "/whoami", $"Authorization: Bearer {Token(A + "::Auditor", B + "::Operator")}", $"X-Organization: {A}", $"X-Organization: {A}");

        Assert.Equal(403, RawRequest.StatusOf(response));
        Assert.Contains("OrganizationNotNamed", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ID_that_two_clouds_have_is_not_enough()
    {
        var token = Token("zscaler.net::7::Auditor", "zscalertwo.net::7::Operator");

        Assert.Equal(Rejection.OrganizationNotNamed, (await AskAsync("/whoami", token, "7")).Rejection);
        Assert.Equal(Rejection.OrganizationNotNamed, (await AskAsync("/7/whoami", token)).Rejection);
        Assert.Equal("oauth-Auditor$@7.zs.example", (await AskAsync("/7/whoami", token, "zscaler.net::7")).Json.GetProperty("adminId").GetString());
    }

    [Theory]
    [InlineData("/firewall", A, 200)]
    [InlineData("/firewall", B, 403)]
    [InlineData("/admin", A, 200)]
    [InlineData("/admin", B, 403)]
    [InlineData("/admin-or-operator", B, 200)]
    public async Task A_role_in_one_organisation_reaches_nothing_in_another(string path, string organization, int status)
    {
        var token = Token(A + "::FirewallAdmin", B + "::Operator");

        Assert.Equal(status, (await AskAsync(path, token, organization)).Status);
    }

    [Fact]
    public async Task A_token_for_one_organisation_need_not_name_it_and_cannot_name_another()
    {
        var token = Token(A + "::FirewallAdmin", A + "::Auditor");

        Assert.Equal(200, (await AskAsync("/admin", token)).Status);
        Assert.Equal(200, (await AskAsync($"/{A}/admin", token)).Status);
        Assert.Equal(Rejection.OrganizationNotGranted, (await AskAsync($"/{B}/admin", token)).Rejection);
        Assert.Equal(Rejection.OrganizationNotGranted, (await AskAsync("/admin", token, B)).Rejection);
    }

    [Theory]
    [InlineData("/whoami", "Auditor")]                      // the token's first role, where any will do
    [InlineData("/admin", "FirewallAdmin")]
    [InlineData("/admin-or-operator", "Operator")]          // the first of the token that the endpoint takes
    [InlineData("/both", "Auditor")]                        // of several demands, the role that meets the last
    public async Task The_name_is_the_admin_ID_of_the_role_that_granted_the_access(string path, string role)
    {
        var answer = await AskAsync(path, Token(A + "::Auditor", A + "::Operator", A + "::FirewallAdmin"));

        var name = path == "/whoami" ? answer.Json.GetProperty("adminId").GetString() : answer.Body;
        Assert.Equal($"oauth-{role}$@1234567.zs.example", name);
    }

    [Theory]
    [InlineData(A, 200, null)]
    [InlineData(B, 403, Rejection.NoUsableRole)]
    public async Task A_role_that_exists_in_one_organisation_grants_nothing_in_another(string organization, int status, Rejection? rejection)
    {
        var answer = await AskAsync("/local", Token($"{organization}::Local"));
        Assert.Equal((status, rejection), (answer.Status, answer.Rejection));

        // Beside another role, it is as if it were not there.
        answer = await AskAsync("/local", Token($"{organization}::Auditor", $"{organization}::Local"));
        Assert.Equal((status, rejection is null ? null : Rejection.InsufficientRole), (answer.Status, answer.Rejection));
    }

    [Fact]
    public async Task The_route_is_asked_again_where_an_application_authenticates_before_it_routes()
    {
        await using var api = await TestApi.StartAsync(host.Server.ConfigurationFor("server", A, B), map: app =>
        {
            app.UseAuthentication();
            app.UseRouting();
            app.UseAuthorization();
        });
        var token = Token(A + "::Auditor");

        Assert.Equal(200, (await api.AskAsync($"/{A}/whoami", token)).Status);
        Assert.Equal(200, (await api.AskAsync("/1234567/whoami", token)).Status);
        Assert.Equal((403, Rejection.OrganizationNotGranted), await StatusAsync(api, $"/{B}/whoami", token));
        Assert.Equal((403, Rejection.OrganizationNotGranted), await StatusAsync(api, "/anything/whoami", token));
    }

    [Fact]
    public async Task Route_value_and_header_have_the_names_that_are_configured()
    {
        await using var api = await TestApi.StartAsync(
            host.Server.ConfigurationFor("server", A, B),
            [new("OrganizationRouteValue", "tenant"), new("OrganizationHeader", "X-Tenant")],
            map: app => app.MapGet("/tenants/{tenant}", Name).RequireAuthorization());
        var token = Token(A + "::Auditor", B + "::Operator");

        Assert.Equal("oauth-Operator$@7654321.zscalertwo.net", (await api.AskAsync("/tenants/7654321", token)).Body);
        Assert.Equal(200, (await api.AskAsync("/whoami", token, change: request => request.Headers.Add("X-Tenant", A))).Status);
        Assert.Equal(Rejection.OrganizationNotNamed, (await api.AskAsync($"/{A}/whoami", token, change: request => request.Headers.Add("X-Organization", A))).Rejection);
    }

    public sealed class Host : OneServerApi
    {
        protected override string[] Organizations => [A, B, "zscaler.net::7", "zscalertwo.net::7"];

        protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
            [new("ApiRoles:Local:Organizations:0", A), new("Clouds:zscaler.net:Domain", "zs.example"), new("Clouds:zscalertwo.net:Domain", null)];

        protected override void Map(WebApplication app)
        {
            app.MapGet("/local", Name).RequireApiRole("Local");
            app.MapGet("/admin", Name).RequireApiRole("FirewallAdmin");
            app.MapGet("/admin-or-operator", Name).RequireApiRole("Operator", "FirewallAdmin");
            app.MapGet("/both", Name).RequireApiRole("FirewallAdmin").RequireApiRole("Auditor");
            app.MapGet("/{organization}/admin", Name).RequireApiRole("FirewallAdmin");
        }
    }

    private static string Name(ClaimsPrincipal user) => user.Identity!.Name!;

    private string Token(params string[] scopes) => host.Server.IssueToken(new TestToken { Scopes = [.. scopes] });

    private Task<Answer> AskAsync(string path, string token, string? organization = null) => host.Api.AskAsync(path, token, change: request =>
    {
        if (organization is not null) request.Headers.TryAddWithoutValidation("X-Organization", organization);
    });

    private static async Task<(int, Rejection?)> StatusAsync(TestApi api, string path, string token)
    {
        var answer = await api.AskAsync(path, token);
        return (answer.Status, answer.Rejection);
    }
}
