using System.Text.RegularExpressions;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Middleware;

/// <summary>Request for request, ScopeAuth's own middleware does what the framework's two do.</summary>
public sealed partial class SameAnswerTests(BothWays both) : IClassFixture<BothWays>
{
    public static TheoryData<Rejection> Rejections => Refusal.Rejections;

    [Theory]
    [MemberData(nameof(Rejections))]
    public async Task A_refused_request_has_the_same_answer_record_and_log_events(Rejection rejection)
    {
        var refusal = Refusal.Of(rejection);
        Assert.Equal(await SeeAsync(both.Standard, api => refusal.Ask(api, null)), await SeeAsync(both.Own, api => refusal.Ask(api, null)));
    }

    [Theory]
    [InlineData("GET", "/claims", "Auditor")]
    [InlineData("GET", "/claims", "Auditor Operator")]
    [InlineData("GET", "/claims", null)]
    [InlineData("GET", "/anyone/claims", "Auditor")]
    [InlineData("GET", "/anyone/claims", "Unknown")]
    [InlineData("GET", "/anyone/claims", null)]
    [InlineData("GET", "/anonymous/claims", "Operator")]
    [InlineData("GET", "/anonymous/claims", null)]
    [InlineData("GET", "/two", "Operator Auditor")]
    [InlineData("GET", "/two", "FirewallAdmin")]
    [InlineData("GET", "/one-of", "Auditor Operator")]
    [InlineData("GET", "/authenticated", "Auditor")]
    [InlineData("GET", "/authenticated", null)]
    [InlineData("GET", "/by-claim", "Auditor")]
    [InlineData("GET", "/by-claim", "Operator")]
    [InlineData("GET", "/zscaler.net::1234567/whoami", "Auditor")]
    [InlineData("GET", "/1234567/whoami", "Auditor")]
    [InlineData("GET", "/9999/whoami", "Auditor")]
    [InlineData("POST", "/firewall", null)]
    [InlineData("POST", "/firewall", "Unknown")]
    [InlineData("POST", "/firewall", "Auditor")]
    [InlineData("POST", "/firewall", "Auditor FirewallAdmin")]
    [InlineData("DELETE", "/firewall", "FirewallAdmin")]
    [InlineData("POST", "/activate", "Operator")]
    [InlineData("POST", "/teapot", "FirewallAdmin")]
    [InlineData("GET", "/throws", "Auditor")]
    [InlineData("GET", "/nowhere", "Auditor")]
    [InlineData("PATCH", "/firewall", "FirewallAdmin")]
    public async Task A_request_has_the_same_answer_principal_record_and_log_events(string method, string path, string? roles)
    {
        Task<Answer> Ask(RefusalApi api) => api.Api.AskAsync(path, roles is null ? null : api.Token(new TestToken
        {
            TokenId = "one",
            IssuedAt = api.Clock.GetUtcNow(),
            Scopes = [.. roles.Split(' ').Select(role => $"{TestServers.Organization}::{role}")],
        }), new(method));

        Assert.Equal(await SeeAsync(both.Standard, Ask), await SeeAsync(both.Own, Ask));
        // And once more, now that the token and the endpoint are known.
        Assert.Equal(await SeeAsync(both.Standard, Ask), await SeeAsync(both.Own, Ask));
    }

    private static async Task<string> SeeAsync(RefusalApi api, Func<RefusalApi, Task<Answer>> ask)
    {
        var (records, events) = (api.Sink.Kept.Count, api.Api.Logs.Entries.Count);
        var answer = await ask(api);
        var record = api.Sink.Kept.Skip(records).Select(kept => (kept with { Timestamp = default, TraceId = "" }).ToString());
        var logged = api.Api.Logs.Entries.Skip(events)
            .Where(entry => IsAboutTheRequest(entry))
            .Select(entry => $"{entry.Level} {entry.Id.Id} {entry.Category}");
        var seen = string.Join('\n', [$"{answer} {answer.RetryAfter} {answer.CacheControl} {answer.ContentType}", .. record, .. logged]);
        return Different().Replace(seen, "...");
    }

    // Not the events of key retrieval, which has its own time, nor those that the base class of the handler writes in its name.
    private static bool IsAboutTheRequest(CollectedLogs.Entry entry) =>
        entry.Category.StartsWith("ScopeAuth.Diagnostics", StringComparison.Ordinal) || entry.Category.StartsWith("ScopeAuth.Audit", StringComparison.Ordinal);

    // IDs of traces and tokens, and the ports of the servers.
    [GeneratedRegex("[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f-]{27}|(127\\.0\\.0\\.1|localhost):[0-9]+")]
    private static partial Regex Different();
}
