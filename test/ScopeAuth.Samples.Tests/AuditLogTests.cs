using System.Text.Json;
using ScopeAuth.Samples.Tests.Support;

namespace ScopeAuth.Samples.Tests;

public sealed class AuditLogTests(SampleFixture sample)
{
    [Fact]
    public async Task The_audit_log_tells_who_did_what_and_how_it_ended()
    {
        var admin = await sample.Client.GetTokenAsync("okta", "FirewallAdmin");
        var @operator = await sample.Client.GetTokenAsync("okta", "Operator");
        using var read = await sample.Client.SendAsync("GET", "/api/v1/firewallRules", admin);
        using var denied = await sample.Client.SendAsync("GET", "/api/v1/firewallRules", @operator);
        using var activated = await sample.Client.SendAsync("POST", "/api/v1/activate", @operator);

        var log = await ReadLogAsync("okta");

        var byAdmin = Assert.Single(await OfAsync(admin));
        Assert.Equal(
            ("Read", "Firewall", "/api/v1/firewallRules", "oauth-FirewallAdmin$@1234567.zscaler.net", "Success", 200, null),
            Summary(byAdmin));
        Assert.Equal("127.0.0.1", byAdmin.GetProperty("clientIp").GetString());
        Assert.Equal(
            [
                ("Activate", null, "/api/v1/activate", "oauth-Operator$@1234567.zscaler.net", "Success", 200, null),
                ("Read", "Firewall", "/api/v1/firewallRules", "oauth-Operator$@1234567.zscaler.net", "Failure", 403, "InsufficientRole"),
            ],
            (await OfAsync(@operator)).Select(Summary));

        async Task<JsonElement[]> OfAsync(string token)
        {
            var caller = (await sample.Client.GetAsync("/api/v1/whoami", token)).GetProperty("tokenId").GetString();
            return [.. log.Where(entry => entry.GetProperty("tokenId").GetString() == caller)];
        }
    }

    [Fact]
    public async Task No_organisation_sees_the_audit_log_of_another()
    {
        using var ours = await sample.Client.SendAsync("POST", "/api/v1/activate", await sample.Client.GetTokenAsync("okta", "Operator"));
        using var theirs = await sample.Client.SendAsync("POST", "/api/v1/activate", await sample.Client.GetTokenAsync("identify", "Operator"));

        var log = await ReadLogAsync("zitadel");

        Assert.NotEmpty(log);
        Assert.All(log, entry => Assert.Equal("zscalertwo.net::7654321", entry.GetProperty("organization").GetString()));
    }

    private async Task<JsonElement[]> ReadLogAsync(string server) =>
        [.. (await sample.Client.GetAsync("/api/v1/auditLogs", await sample.Client.GetTokenAsync(server, "Auditor"))).EnumerateArray()];

    private static (string? Action, string? Category, string? Resource, string? AdminId, string? Result, int Status, string? Rejection) Summary(JsonElement entry) => (
        entry.GetProperty("action").GetString(),
        entry.GetProperty("category").GetString(),
        entry.GetProperty("resource").GetString(),
        entry.GetProperty("adminId").GetString(),
        entry.GetProperty("result").GetString(),
        entry.GetProperty("statusCode").GetInt32(),
        entry.GetProperty("rejection").GetString());
}
