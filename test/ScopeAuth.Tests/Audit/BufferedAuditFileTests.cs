using ScopeAuth.Audit;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Audit;

public sealed class BufferedAuditFileTests : IDisposable
{
    private const string Today = "audit-20260301.jsonl";

    private readonly AuditFileFixture _disk = new();

    public BufferedAuditFileTests() => _disk.Options.Flush = AuditFlush.Buffered;

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task A_record_is_accepted_at_once_and_flushed_within_a_second()
    {
        await using var sink = _disk.Open();
        Assert.True(sink.KeepAsync("/1").IsCompletedSuccessfully);
        await _disk.Clock.UntilTimerIsSetAsync();
        Assert.Equal(0, _disk.Flushes);

        _disk.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.IsTrueAsync(() => _disk.Flushes > 0);
        Assert.Single(_disk.Folder.Lines(Today));
    }

    [Fact]
    public async Task Many_records_do_not_wait_for_the_second()
    {
        await using var sink = _disk.Open();
        for (var number = 0; number < JsonLinesAuditSink.Capacity; number++)
            await Eventually.IsAsync(() => Task.FromResult(sink.KeepAsync($"/{number}")), kept => !kept.IsFaulted);            // the queue is full for a moment

        await Eventually.IsTrueAsync(() => _disk.Flushes > 0);
        Assert.Equal(JsonLinesAuditSink.Capacity, _disk.Folder.Lines(Today).Length);
    }

    [Fact]
    public async Task The_stop_writes_and_flushes_what_is_queued()
    {
        await using (var sink = _disk.Open())
            for (var number = 0; number < 100; number++) await sink.KeepAsync($"/{number}");

        Assert.Equal(1, _disk.Flushes);
        Assert.Equal(100, _disk.Folder.Lines(Today).Length);
    }

    [Fact]
    public async Task After_an_error_nothing_is_accepted_on_trust_and_what_was_is_not_lost()
    {
        _disk.OnWrite = _ => 10;
        await using var sink = _disk.Open();
        await sink.KeepAsync("/trusted");
        await _disk.Clock.UntilTimerIsSetAsync();        // the attempt has failed, the next is planned

        await Assert.ThrowsAsync<IOException>(() => sink.KeepAsync("/told"));

        _disk.OnWrite = _ => null;
        await sink.KeepAsync("/probe");
        var lines = _disk.Folder.Lines(Today);
        Assert.Equal(2, lines.Length);
        Assert.Contains("/trusted", lines[0], StringComparison.Ordinal);
        Assert.Contains("/probe", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_accepted_is_tried_again_each_second_without_further_requests()
    {
        _disk.OnWrite = _ => 0;
        await using var sink = _disk.Open();
        await sink.KeepAsync("/trusted");
        for (var attempt = 2; attempt <= 4; attempt++)
        {
            await _disk.Clock.UntilTimerIsSetAsync();
            _disk.Clock.Advance(TimeSpan.FromSeconds(1));
            await Eventually.IsTrueAsync(() => _disk.Writes >= attempt);
        }

        await _disk.Clock.UntilTimerIsSetAsync();
        _disk.OnWrite = _ => null;
        _disk.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.IsTrueAsync(() => File.Exists(_disk.Folder[Today]) && _disk.Folder.Lines(Today).Length > 0);
        Assert.Contains("/trusted", Assert.Single(_disk.Folder.Lines(Today)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_written_at_the_stop_is_said()
    {
        _disk.OnWrite = _ => 0;
        await using (var sink = _disk.Open())
            for (var number = 0; number < 3; number++) await sink.KeepAsync($"/{number}");

        var line = Assert.Single(_disk.Logs.Lines, line => line.Is(63));
        Assert.StartsWith("3 audit records", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_flush_is_said_and_the_next_record_waits_for_the_disk()
    {
        await using var sink = _disk.Open();
        await sink.KeepAsync("/1");
        await _disk.Clock.UntilTimerIsSetAsync();
        _disk.OnFlush = () => throw new IOException("Input/output error");
        _disk.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.IsTrueAsync(() => _disk.Logs.Lines.Any(line => line.Is(63)));

        await Assert.ThrowsAsync<IOException>(() => sink.KeepAsync("/2"));
        _disk.OnFlush = () => { };
        await sink.KeepAsync("/3");

        var lines = _disk.Folder.Lines(Today);
        Assert.Equal(2, lines.Length);
        Assert.Contains("/1", lines[0], StringComparison.Ordinal);
        Assert.Contains("/3", lines[1], StringComparison.Ordinal);
    }
}
