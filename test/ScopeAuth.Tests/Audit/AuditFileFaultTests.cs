using ScopeAuth.Audit;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Audit;

public sealed class AuditFileFaultTests : IDisposable
{
    private const string Today = "audit-20260301.jsonl";

    private readonly AuditFileFixture _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task A_full_disk_fails_the_record_and_leaves_no_part_of_it()
    {
        await using var sink = _disk.Open();
        await sink.KeepAsync("/1");

        _disk.OnWrite = _ => 10;
        var fault = await Assert.ThrowsAsync<IOException>(() => sink.KeepAsync("/2"));
        Assert.Equal("No space left on device", fault.Message);
        Assert.Contains("/1", Assert.Single(_disk.Folder.Lines(Today)), StringComparison.Ordinal);
        Assert.EndsWith("\n", _disk.Folder.Read(Today), StringComparison.Ordinal);

        _disk.OnWrite = _ => null;
        await sink.KeepAsync("/3");
        Assert.Equal(2, _disk.Folder.Lines(Today).Length);
    }

    [Fact]
    public async Task A_failed_flush_fails_every_record_that_waited_for_it()
    {
        using var gate = new ManualResetEventSlim();
        _disk.OnFlush = () => gate.Wait(TestContext.Current.CancellationToken);
        await using var sink = _disk.Open();
        var first = sink.KeepAsync("/1");
        await Eventually.IsTrueAsync(() => _disk.Flushes > 0);
        var rest = Enumerable.Range(2, 5).Select(number => sink.KeepAsync($"/{number}")).ToArray();

        _disk.OnFlush = () => throw new IOException("Input/output error");
        gate.Set();
        await first;

        foreach (var write in rest) await Assert.ThrowsAsync<IOException>(() => write);
        Assert.Contains("/1", Assert.Single(_disk.Folder.Lines(Today)), StringComparison.Ordinal);

        _disk.OnFlush = () => { };
        await sink.KeepAsync("/7");
        Assert.Equal(2, _disk.Folder.Lines(Today).Length);
    }

    [Fact]
    public async Task A_removed_folder_is_made_again()
    {
        _disk.Options.Directory = _disk.Folder["inner"];
        await using var sink = _disk.Open();
        await sink.KeepAsync("/1");

        Directory.Delete(_disk.Options.Directory, recursive: true);
        await sink.KeepAsync("/2");

        Assert.Contains("/2", Assert.Single(_disk.Folder.Lines(Path.Combine("inner", Today))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_became_a_file_fails_the_records_until_it_is_a_folder_again()
    {
        _disk.Options.Directory = _disk.Folder["inner"];
        await using var sink = _disk.Open();
        await sink.KeepAsync("/1");
        Directory.Delete(_disk.Options.Directory, recursive: true);
        await File.WriteAllTextAsync(_disk.Options.Directory, "", TestContext.Current.CancellationToken);

        for (var attempt = 0; attempt < 3; attempt++)
            await Assert.ThrowsAnyAsync<IOException>(() => sink.KeepAsync("/2"));

        File.Delete(_disk.Options.Directory);
        await sink.KeepAsync("/3");
        Assert.Contains("/3", Assert.Single(_disk.Folder.Lines(Path.Combine("inner", Today))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_moved_away_gets_no_more_records()
    {
        await using var sink = _disk.Open();
        await sink.KeepAsync("/1");
        File.Move(_disk.Folder[Today], _disk.Folder["archived"]);
        await sink.KeepAsync("/2");

        Assert.Contains("/1", Assert.Single(_disk.Folder.Lines("archived")), StringComparison.Ordinal);
        Assert.Contains("/2", Assert.Single(_disk.Folder.Lines(Today)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_queue_refuses_the_record()
    {
        using var gate = new ManualResetEventSlim();
        _disk.OnFlush = () => gate.Wait(TestContext.Current.CancellationToken);
        await using var sink = _disk.Open();
        var writes = new List<Task> { sink.KeepAsync("/0") };
        await Eventually.IsTrueAsync(() => _disk.Flushes > 0);

        for (var number = 0; number < JsonLinesAuditSink.Capacity; number++)
            writes.Add(sink.KeepAsync("/"));
        await Assert.ThrowsAsync<IOException>(() => sink.KeepAsync("/over"));

        gate.Set();
        await Task.WhenAll(writes);
        Assert.Equal(JsonLinesAuditSink.Capacity + 1, _disk.Folder.Lines(Today).Length);
    }

    [Fact]
    public async Task A_retention_longer_than_time_itself_keeps_every_record()
    {
        await using (var before = _disk.Open()) await before.KeepAsync("/1");

        _disk.Options.Retention = TimeSpan.MaxValue;
        await using var sink = _disk.Open();
        var fault = await Record.ExceptionAsync(() => sink.KeepAsync("/2"));

        Assert.StartsWith("{", _disk.Folder.Read(Today), StringComparison.Ordinal);
        Assert.Null(fault);
        Assert.Equal(2, _disk.Folder.Lines(Today).Length);
    }

    [Fact]
    public async Task A_file_of_the_last_day_of_the_calendar_costs_no_record()
    {
        await using (var before = _disk.Open()) await before.KeepAsync("/1");
        await File.WriteAllTextAsync(_disk.Folder["audit-99991231.jsonl"], "{}\n", TestContext.Current.CancellationToken);

        _disk.Options.Retention = TimeSpan.FromDays(2);
        await using var sink = _disk.Open();
        var fault = await Record.ExceptionAsync(() => sink.KeepAsync("/2"));

        Assert.StartsWith("{", _disk.Folder.Read(Today), StringComparison.Ordinal);
        Assert.Null(fault);
        Assert.Equal(2, _disk.Folder.Lines(Today).Length);
    }
}
