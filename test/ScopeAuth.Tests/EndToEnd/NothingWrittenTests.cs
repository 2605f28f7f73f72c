using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>Rule 8: tokens are never written, neither whole nor in parts, and text of a refused token is not either.</summary>
public sealed class NothingWrittenTests(RefusalApi refusals) : IClassFixture<RefusalApi>
{
    [Fact]
    public async Task No_log_event_at_any_level_no_audit_record_and_no_health_report_holds_a_token()
    {
        foreach (var refusal in Refusal.All) await refusal.Ask(refusals, null);
        Assert.Equal(200, (await refusals.Api.AskAsync("/whoami", refusals.Token("Auditor", "Operator"))).Status);
        var health = await refusals.Api.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

        string[] written =
        [
            .. refusals.Api.Logs.Entries.Select(entry => entry.ToString()),
            .. refusals.Sink.Asked.Select(record => JsonSerializer.Serialize(record with { ClientIp = null })),
            .. health.Entries.Values.Select(entry => $"{entry.Description} {entry.Exception} {string.Join(' ', entry.Data)}"),
        ];
        // Of a short one like 'a.b.c' every part is a common letter.
        string[] parts = [.. refusals.Api.Sent.SelectMany(token => token.Split('.')).Where(part => part.Length > 16).Select(part => part[..Math.Min(part.Length, 64)]).Distinct()];

        Assert.True(written.Length > 100, $"{written.Length}");
        Assert.True(parts.Length > 30, $"{parts.Length}");
        foreach (var text in written) Assert.DoesNotContain(parts, part => text.Contains(part, StringComparison.Ordinal));
        Assert.DoesNotContain(written, text => text.Contains("https://secret.example", StringComparison.Ordinal));
    }
}
