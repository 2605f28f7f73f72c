using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Audit;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>What is written down about requests with real tokens, allowed and denied.</summary>
public sealed class AuditRecordTests : IAsyncLifetime
{
    private readonly FakeClock _clock = new();
    private readonly RecordingSink _sink = new();
    private TestAuthorizationServer _server = null!;
    private TestApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServers.StartAsync(clock: _clock);
        _api = await StartAsync([], builder => builder.Services.AddSingleton<IAuditSink>(_sink));
    }

    private Task<TestApi> StartAsync(IEnumerable<KeyValuePair<string, string?>> settings, Action<WebApplicationBuilder>? configure = null) => TestApi.StartAsync(
        _server.ConfigurationFor("acme-generic"), settings, configure,
        app =>
        {
            app.MapDelete("/rules/{id}", (string id) => id == "7" ? Results.NoContent() : Results.NotFound()).RequireApiAccess("Firewall");
            app.MapPost("/start", () => "started").RequireApiRole("Operator").WithAuditAction("Activate", category: "Activation");
        },
        _clock);

    [Fact]
    public async Task An_allowed_request_is_written_under_the_role_that_granted_it()
    {
        var token = _server.IssueToken(new TestToken { Scopes = [Scope("Auditor"), Scope("FirewallAdmin")], TokenId = "token-7", ClientId = "demo" });

        Assert.Equal(204, (await _api.AskAsync("/rules/7?token=secret", token, HttpMethod.Delete)).Status);

        var record = Assert.Single(_sink.Kept);
        Assert.Equal(
            new AuditRecord
            {
                Timestamp = _clock.GetUtcNow(),
                Action = "Delete",
                Category = "Firewall",
                Resource = "/rules/7",
                AdminId = "oauth-FirewallAdmin$@1234567.zscaler.net",
                ClientIp = IPAddress.Loopback,
                Interface = "API",
                Result = AuditResult.Success,
                TraceId = record.TraceId,
                AuthorizationServer = "acme-generic",
                ClientId = "demo",
                Organization = TestServers.Organization,
                Role = "FirewallAdmin",
                TokenId = "token-7",
                StatusCode = 204,
            },
            record);
        Assert.Matches("^[0-9a-f]{32}$", record.TraceId);
    }

    /// <summary>Method, path, roles, and what is written: status, rejection, category, admin ID's role, whether the token is known.</summary>
    public static TheoryData<string, string, string?, string> Denied => new()
    {
        { "GET", "/firewall", null, "401 NoCredentials Firewall - -" },
        { "DELETE", "/rules/7", "Auditor", "403 InsufficientRole Firewall Auditor token" },
        { "POST", "/start", "Auditor", "403 InsufficientRole Activation Auditor token" },
        { "GET", "/whoami", "Nobody", "403 NoUsableRole - - token" },
        { "GET", "/other/whoami", "Auditor", "403 OrganizationNotGranted - - token" },
        { "DELETE", "/rules/8", "FirewallAdmin", "404 - Firewall FirewallAdmin token" },     // allowed, and then it failed
    };

    [Theory]
    [MemberData(nameof(Denied))]
    public async Task A_request_that_came_to_nothing_is_written_with_what_is_known(string method, string path, string? role, string expected)
    {
        var token = role is null ? null : _server.IssueToken(new TestToken { Scopes = [Scope(role)], TokenId = "token-7" });

        var answer = await _api.AskAsync(path, token, new(method));

        var record = Assert.Single(_sink.Kept);
        Assert.Equal(
            expected,
            $"{record.StatusCode} {record.Rejection?.ToString() ?? "-"} {record.Category ?? "-"} {record.Role ?? "-"} {(record.TokenId is null ? "-" : "token")}");
        Assert.Equal(AuditResult.Failure, record.Result);
        Assert.Equal(answer.Status, record.StatusCode);
        Assert.Equal(record.Role is null ? null : $"oauth-{record.Role}$@1234567.zscaler.net", record.AdminId);
        if (answer.ContentType == "application/problem+json") Assert.Equal(answer.Json.GetProperty("traceId").GetString(), record.TraceId);
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("forged")]
    public async Task Nothing_is_written_from_a_token_that_is_not_verified(string what)
    {
        var token = _server.IssueToken(new TestToken
        {
            Scopes = [Scope("FirewallAdmin")],
            TokenId = "secret",
            ClientId = "demo",
            BreakSignature = what == "forged",
            IssuedAt = what == "expired" ? _clock.GetUtcNow().AddHours(-3) : null,
        });

        Assert.Equal(401, (await _api.AskAsync("/firewall", token)).Status);

        var record = Assert.Single(_sink.Kept);
        Assert.Equal((null, null, null, null, null), (record.AdminId, record.ClientId, record.TokenId, record.Role, record.Organization));
        Assert.Equal("acme-generic", record.AuthorizationServer);
    }

    [Fact]
    public async Task An_open_endpoint_leaves_no_record() => Assert.Equal((200, 0), ((await _api.AskAsync("/open", "a.b.c")).Status, _sink.Kept.Count));

    [Fact]
    public async Task Every_log_line_of_a_request_carries_the_admin_ID()
    {
        await using var api = await TestApi.StartAsync(
            _server.ConfigurationFor("acme"),
            map: app => app.MapGet("/log", (ILoggerFactory loggers) => loggers.CreateLogger("Endpoint").LogInformation("inside")).RequireApiRole("Auditor"),
            clock: _clock);

        await api.AskAsync("/log", _server.IssueToken(Scope("Auditor")));

        Assert.Contains("AdminId=oauth-Auditor$@1234567.zscaler.net", Assert.Single(api.Logs.Entries, entry => entry.Category == "Endpoint").Scopes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_are_on_disk_when_the_answer_is_there_one_line_each()
    {
        using var folder = new TemporaryFolder();
        await using var api = await StartAsync([new("Audit:Directory", folder.Path)]);
        var token = _server.IssueToken(new TestToken { Scopes = [Scope("Operator")], TokenId = "a\nb\u2028\"c", ClientId = "demo" });

        Assert.Equal(200, (await api.AskAsync("/start", token, HttpMethod.Post)).Status);
        var first = folder.Lines(Assert.Single(folder.Names()));
        Assert.Equal(403, (await api.AskAsync("/firewall", token)).Status);
        var lines = folder.Lines(Assert.Single(folder.Names()));

        var allowed = JsonDocument.Parse(Assert.Single(first)).RootElement;
        Assert.Equal(
            "2026-03-01T12:00:00.0000000Z Activate Activation /start oauth-Operator$@1234567.zscaler.net 127.0.0.1 API Success acme-generic demo zscaler.net::1234567 Operator 200",
            string.Join(' ', ((string[])["timestamp", "action", "category", "resource", "adminId", "clientIp", "interface", "result", "authorizationServer", "clientId", "organization", "role", "statusCode"])
                .Select(column => allowed.GetProperty(column).ToString())));
        Assert.Equal("a\nb\u2028\"c", allowed.GetProperty("tokenId").GetString());
        Assert.Equal(2, lines.Length);
        var denied = JsonDocument.Parse(lines[1]).RootElement;
        Assert.Equal(("Failure", "InsufficientRole", 21), (denied.GetProperty("result").GetString(), denied.GetProperty("rejection").GetString(), denied.GetProperty("rejectionNumber").GetInt32()));
        foreach (var part in token.Split('.')) Assert.DoesNotContain(part, string.Concat(lines), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static string Scope(string role) => $"{TestServers.Organization}::{role}";
}
