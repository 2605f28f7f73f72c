using System.Text.Json;
using Microsoft.Extensions.Logging;
using ScopeAuth.Audit;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Audit;

public sealed class JsonLinesAuditSinkTests : IDisposable
{
    private const string Today = "audit-20260301.jsonl";

    private readonly AuditFileFixture _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task A_line_holds_the_columns_in_camel_case_and_leaves_out_what_is_not_known()
    {
        await using var sink = _disk.Open();
        await sink.KeepAsync("/a");
        await sink.WriteAsync(
            new()
            {
                Timestamp = new(2026, 3, 1, 13, 0, 0, 5, TimeSpan.FromHours(1)),
                Action = "Read",
                Resource = "/b",
                Interface = "API",
                Result = AuditResult.Failure,
                TraceId = "t",
                StatusCode = 403,
                Rejection = Rejection.InsufficientRole,
            },
            CancellationToken.None);

        Assert.Equal(
            [
                """{"timestamp":"2026-03-01T12:00:00.0000000Z","action":"Read","category":"Firewall","resource":"/a","adminId":"oauth-FirewallAdmin$@1234567.zscaler.net","clientIp":"192.0.2.7","interface":"API","result":"Success","traceId":"0af7651916cd43dd8448eb211c80319c","authorizationServer":"acme-okta","clientId":"0oa1","organization":"zscaler.net::1234567","role":"FirewallAdmin","tokenId":"AT.1","statusCode":200}""",
                """{"timestamp":"2026-03-01T12:00:00.0050000Z","action":"Read","resource":"/b","interface":"API","result":"Failure","traceId":"t","statusCode":403,"rejection":"InsufficientRole","rejectionNumber":21}""",
            ],
            _disk.Folder.Lines(Today));
    }

    [Fact]
    public async Task A_strict_record_is_on_the_disk_when_the_write_completes()
    {
        await using var sink = _disk.Open();
        for (var number = 1; number <= 3; number++)
        {
            await sink.KeepAsync($"/{number}");

            Assert.Equal(number, _disk.Flushes);
            Assert.Contains($"\"/{number}\"", _disk.Folder.Lines(Today)[number - 1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_strict_write_does_not_complete_before_the_flush_does()
    {
        using var flush = new ManualResetEventSlim();
        _disk.OnFlush = () => flush.Wait(TestContext.Current.CancellationToken);
        await using var sink = _disk.Open();

        var write = sink.KeepAsync("/1");
        await Eventually.IsTrueAsync(() => _disk.Flushes > 0);
        Assert.False(write.IsCompleted);

        flush.Set();
        await write;
    }

    [Fact]
    public async Task Records_that_wait_together_share_one_flush()
    {
        using var flush = new ManualResetEventSlim();
        _disk.OnFlush = () => flush.Wait(TestContext.Current.CancellationToken);
        await using var sink = _disk.Open();
        var first = sink.KeepAsync("/first");
        await Eventually.IsTrueAsync(() => _disk.Flushes > 0);

        var rest = Enumerable.Range(0, 300).Select(number => sink.KeepAsync($"/{number}")).ToArray();
        flush.Set();
        await first;
        await Task.WhenAll(rest);

        Assert.Equal(2, _disk.Flushes);
        Assert.Equal(301, _disk.Folder.Lines(Today).Length);
    }

    [Fact]
    public async Task A_thousand_requests_at_once_leave_a_thousand_whole_lines()
    {
        await using var sink = _disk.Open();
        await Parallel.ForAsync(0, 1000, TestContext.Current.CancellationToken,
            async (number, _) => await sink.KeepAsync($"/{number}"));

        var resources = _disk.Folder.Lines(Today).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("resource").GetString()).ToHashSet();
        Assert.Equal(1000, resources.Count);
    }

    [Fact]
    public async Task The_writer_does_not_carry_the_log_scope_of_the_request_that_made_it()
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(_disk.Logs));
        JsonLinesAuditSink sink;
        using (loggers.CreateLogger("request").BeginScope("the first request")) sink = _disk.Open();
        await using (sink) await sink.KeepAsync("/1");

        Assert.DoesNotContain("the first request", Assert.Single(_disk.Logs.Lines, line => line.Is(64)).Scopes);
    }

    [Fact]
    public async Task After_the_stop_no_record_is_accepted()
    {
        var sink = _disk.Open();
        await sink.KeepAsync("/1");
        await sink.DisposeAsync();

        await Assert.ThrowsAsync<IOException>(() => sink.KeepAsync("/2"));
    }
}
