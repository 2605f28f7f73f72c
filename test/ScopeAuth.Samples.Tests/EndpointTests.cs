using System.Net;
using ScopeAuth.Samples.Tests.Support;

namespace ScopeAuth.Samples.Tests;

public sealed class EndpointTests(SampleFixture sample)
{
    private static readonly object NewRule = new { name = "Block FTP", action = "BLOCK", destination = "0.0.0.0/0:21" };
    private static readonly object NewCategory = new { name = "BLOCKED", urls = new[] { "malware.example" } };

    [Theory]
    [InlineData("GET", "/api/v1/firewallRules", 200, 200, 403)]
    [InlineData("GET", "/api/v1/firewallRules/1", 200, 200, 403)]
    [InlineData("POST", "/api/v1/firewallRules", 201, 403, 403)]
    [InlineData("DELETE", "/api/v1/firewallRules/{new}", 204, 403, 403)]
    [InlineData("GET", "/api/v1/urlCategories", 200, 200, 403)]
    [InlineData("PUT", "/api/v1/urlCategories", 403, 403, 403)]
    [InlineData("GET", "/api/v1/auditLogs", 403, 200, 403)]
    [InlineData("POST", "/api/v1/activate", 403, 403, 200)]
    [InlineData("GET", "/api/v1/whoami", 200, 200, 200)]
    public async Task Each_role_reaches_what_it_may_reach(string method, string path, int admin, int auditor, int @operator)
    {
        if (path.EndsWith("{new}", StringComparison.Ordinal)) path = await AddRuleAsync();
        object? body = method == "POST" ? NewRule : method == "PUT" ? NewCategory : null;

        var statuses = new List<int> { await StatusAsync(null) };
        foreach (var role in new[] { "Operator", "Auditor", "FirewallAdmin" }) statuses.Add(await StatusAsync(role));

        Assert.Equal([401, @operator, auditor, admin], statuses);

        async Task<int> StatusAsync(string? role)
        {
            var token = role is null ? null : await sample.Client.GetTokenAsync("ping", role);
            using var response = await sample.Client.SendAsync(method, path, token, body);
            return (int)response.StatusCode;
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/healthz")]
    public async Task The_page_and_the_health_are_open_to_everybody(string path)
    {
        // Before the first keys are there, no token can be judged, and the health says so.
        await sample.Client.GetAsync("/api/v1/whoami", await sample.Client.GetTokenAsync("okta", "Operator"));

        using var response = await sample.Client.SendAsync("GET", path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_new_rule_is_found_where_the_answer_says_and_gone_once_it_is_deleted()
    {
        var token = await sample.Client.GetTokenAsync("okta", "FirewallAdmin");
        var path = await AddRuleAsync();

        var rule = await sample.Client.GetAsync(path, token);
        using var first = await sample.Client.SendAsync("DELETE", path, token);
        using var second = await sample.Client.SendAsync("DELETE", path, token);
        using var read = await sample.Client.SendAsync("GET", path, token);

        Assert.Equal("Block FTP", rule.GetProperty("name").GetString());
        Assert.Equal("oauth-FirewallAdmin$@1234567.zscaler.net", rule.GetProperty("createdBy").GetString());
        Assert.Equal(
            [HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.NotFound],
            [first.StatusCode, second.StatusCode, read.StatusCode]);
    }

    [Fact]
    public async Task No_organisation_reaches_the_rules_of_another()
    {
        var path = await AddRuleAsync();
        var other = await sample.Client.GetTokenAsync("zitadel", "FirewallAdmin");

        using var read = await sample.Client.SendAsync("GET", path, other);
        using var delete = await sample.Client.SendAsync("DELETE", path, other);

        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound], [read.StatusCode, delete.StatusCode]);
    }

    [Fact]
    public async Task A_bad_rule_is_answered_with_what_is_wrong()
    {
        var token = await sample.Client.GetTokenAsync("okta", "FirewallAdmin");

        using var response = await sample.Client.SendAsync("POST", "/api/v1/firewallRules", token, new { name = "", action = "MAYBE" });

        var problem = await SampleClient.ReadAsync(response);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(["name", "action", "destination"], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    [Fact]
    public async Task URL_categories_can_be_changed_once_a_role_may()
    {
        await using var fresh = await SampleProcess.StartAsync("--ScopeAuth:ApiRoles:FirewallAdmin:Access:UrlFiltering=Full");
        var client = new SampleClient(fresh.Http);
        var token = await client.GetTokenAsync("okta", "FirewallAdmin");

        async Task<int> PutAsync(object body) => (int)(await client.SendAsync("PUT", "/api/v1/urlCategories", token, body)).StatusCode;

        Assert.Equal(200, await PutAsync(new { name = "BLOCKED", urls = new[] { "phishing.example" } }));
        Assert.Equal(404, await PutAsync(new { name = "UNHEARD", urls = new[] { "phishing.example" } }));
        Assert.Equal(400, await PutAsync(new { name = "BLOCKED", urls = new[] { "no host" } }));
        Assert.Contains("phishing.example", (await client.GetAsync("/api/v1/urlCategories", token)).ToString(), StringComparison.Ordinal);
    }

    private async Task<string> AddRuleAsync()
    {
        var token = await sample.Client.GetTokenAsync("okta", "FirewallAdmin");
        using var response = await sample.Client.SendAsync("POST", "/api/v1/firewallRules", token, NewRule);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return response.Headers.Location!.OriginalString;
    }
}
