using System.Text;
using ScopeAuth.Audit;
using static ScopeAuth.Tests.Audit.SomeRecord;

namespace ScopeAuth.Tests.Audit;

/// <summary>The files of the trail, asked.</summary>
public sealed class AuditLogTests : IDisposable
{
    private readonly AuditFileFixture _disk = new();

    private JsonLinesAuditLog Audit => new JsonLinesAuditLog(new(() => _disk.Options, "/"));

    public static TheoryData<string, AuditQuery, int[]> Queries => new()
    {
        { "all", new(), [5, 4, 3, 2, 1, 0] },
        { "from, itself included", new() { From = At(3) }, [5, 4, 3] },
        { "to, itself excluded", new() { To = At(3) }, [2, 1, 0] },
        { "a span in another time zone", new() { From = At(1).ToOffset(TimeSpan.FromHours(5)), To = At(3).ToOffset(TimeSpan.FromHours(-8)) }, [2, 1] },
        { "action", new() { Action = "Activate" }, [3] },
        { "an action is exact", new() { Action = "Act" }, [] },
        { "category", new() { Category = "Locations" }, [4, 2] },
        { "result", new() { Result = AuditResult.Failure }, [5, 1] },
        { "interface", new() { Interface = "Console" }, [5] },
        { "resource", new() { Resource = "/rules/1" }, [1] },
        { "the beginning of a resource", new() { Resource = "/rules/*" }, [5, 2, 1, 0] },
        { "a resource with everything that has to be escaped", new() { Resource = "/rules/\"<é\u202e\\\n" }, [5] },
        { "the beginning of such a resource", new() { Resource = "/rules/\"<é\u202e*" }, [5] },
        { "admin ID", new() { AdminId = "oauth-Auditor$@1.zscaler.net" }, [4] },
        { "the beginning of an admin ID", new() { AdminId = "oauth-*" }, [4, 3] },
        { "address", new() { ClientIp = "2001:db8::1" }, [2] },
        { "the beginning of an address", new() { ClientIp = "192.0.2.*" }, [5, 4, 3, 1, 0] },
        { "trace ID", new() { TraceId = "trace3" }, [3] },
        { "several at once", new() { Category = "Locations", ClientIp = "192.0.2.*" }, [4] },
        { "a text in another place", new() { AdminId = "/rules/1" }, [] },
        { "a search that tries to reach beyond its text", new() { AdminId = "\",\"clientIp\":\"192.0.2.7*" }, [] },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task What_is_asked_for_is_found_the_newest_first(string what, AuditQuery query, int[] expected)
    {
        await WriteAsync(Six());

        var page = await Audit.QueryAsync(query, TestContext.Current.CancellationToken);

        Assert.True(expected.SequenceEqual(page.Records.Select(record => record.StatusCode)), what);
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task A_record_comes_back_as_it_was_written()
    {
        AuditRecord[] written = [SomeRecord.For("/a") with { Rejection = Rejection.InsufficientRole, Result = AuditResult.Failure, StatusCode = 403, Before = "{\"a\":1}", After = "{\"action\":\"Read\"}" }, Bare(7)];
        await WriteAsync(written);

        Assert.Equal(written.Reverse(), (await Audit.QueryAsync(new(), TestContext.Current.CancellationToken)).Records);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Pages_follow_each_other_over_files_and_blocks_without_a_gap_or_a_repetition(int limit)
    {
        _disk.Options.MaxFileBytes = 1024 * 1024;
        var padding = new string('x', 3000);
        await WriteAsync([.. Enumerable.Range(0, 1500).Select(number => Bare(number) with { Resource = $"/{number}/{padding}" })]);
        Assert.True(_disk.Folder.Names().Length > 3);

        var seen = new List<int>();
        AuditPage page;
        for (var query = new AuditQuery { Limit = limit }; ; query = query with { After = page.Next })
        {
            page = await Audit.QueryAsync(query, TestContext.Current.CancellationToken);
            seen.AddRange(page.Records.Select(record => record.StatusCode));
            if (page.Next is null) break;
            if (limit == 1 && seen.Count > 400) return;
        }

        Assert.Equal(1500, seen.Count);
        Assert.Equal(seen.OrderDescending(), seen);
    }

    [Fact]
    public async Task Records_that_come_meanwhile_move_no_page()
    {
        await WriteAsync([.. Enumerable.Range(0, 10).Select(Bare)]);
        var first = await Audit.QueryAsync(new() { Limit = 4 }, TestContext.Current.CancellationToken);

        _disk.Clock.Advance(TimeSpan.FromDays(1));
        await WriteAsync([.. Enumerable.Range(10, 5).Select(Bare)]);
        var second = await Audit.QueryAsync(new() { Limit = 4, After = first.Next }, TestContext.Current.CancellationToken);

        Assert.Equal([5, 4, 3, 2], second.Records.Select(record => record.StatusCode));
    }

    [Fact]
    public async Task A_line_that_is_not_whole_or_not_ours_is_passed_over()
    {
        await WriteAsync([Bare(1)]);
        var file = Assert.Single(_disk.Folder.Names());
        await File.AppendAllTextAsync(
            _disk.Folder[file],
            "{\"timestamp\":\"2026-03-01T12\n\n[]\n{\"timestamp\":\"2026-03-01T12:00:00.0000000Z\",\"action\":5}\n{\"timestamp\":\"nonsense\"}\n"
            + new string('y', 3 * 1024 * 1024) + "\n",
            TestContext.Current.CancellationToken);
        _disk.Clock.Advance(TimeSpan.FromDays(1));
        await WriteAsync([Bare(2)]);
        await File.AppendAllTextAsync(_disk.Folder[_disk.Folder.Names()[^1]], "{\"timestamp\":\"2026-03-02T12:00:00.0000000Z\",\"acti", TestContext.Current.CancellationToken);

        var page = await Audit.QueryAsync(new(), TestContext.Current.CancellationToken);

        Assert.Equal([2, 1], page.Records.Select(record => record.StatusCode));
        Assert.Null(page.Next);
    }

    [Theory]
    [InlineData("")]
    [InlineData("audit-20260301.jsonl")]
    [InlineData("../../etc/passwd:5")]
    [InlineData("audit-20260301.jsonl:-5")]
    [InlineData("audit-20260301-../../x.jsonl:5")]
    [InlineData("audit-99999999.jsonl:5")]
    public async Task A_page_after_one_that_never_was_is_refused(string after) =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await Audit.QueryAsync(new() { After = after }, TestContext.Current.CancellationToken));

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task The_size_of_a_page_has_a_bound(int limit) =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await Audit.QueryAsync(new() { Limit = limit }, TestContext.Current.CancellationToken));

    [Fact]
    public async Task Without_a_folder_there_is_nothing_to_ask()
    {
        var log = new JsonLinesAuditLog(new(() => new(), "/"));

        Assert.False(log.IsKept);
        Assert.Empty((await log.QueryAsync(new(), TestContext.Current.CancellationToken)).Records);
    }

    [Fact]
    public async Task Files_are_removed_when_their_last_record_is_older_than_they_are_kept()
    {
        _disk.Options.Retention = TimeSpan.FromDays(2);
        await File.WriteAllTextAsync(_disk.Folder["audit-20260226-12.jsonl"], "{}\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_disk.Folder["audit-20260227.jsonl"], "{}\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_disk.Folder["audit-of-another.jsonl"], "{}\n", TestContext.Current.CancellationToken);

        await WriteAsync([Bare(1)]);

        // Noon of the first of March: the last moment of 26 February is more than two days ago, that of the 27th is not.
        Assert.Equal(["audit-20260227.jsonl", "audit-20260301.jsonl", "audit-of-another.jsonl"], _disk.Folder.Names());
    }

    [Fact]
    public async Task An_export_holds_every_record_and_no_formula()
    {
        await WriteAsync(Six());
        await WriteAsync([Bare(9) with { Resource = "=HYPERLINK(\"x\"), and\nmore", AdminId = "-1" }]);
        using var csv = new MemoryStream();
        using var lines = new MemoryStream();

        await Audit.WriteCsvAsync(new() { Limit = 2 }, csv, TestContext.Current.CancellationToken);
        await Audit.WriteJsonLinesAsync(new() { Limit = 2 }, lines, TestContext.Current.CancellationToken);

        var rows = Encoding.UTF8.GetString(csv.ToArray()).Split("\r\n");
        Assert.Equal(9, rows.Length);
        Assert.StartsWith("timestamp,action,category,resource,adminId,", rows[0], StringComparison.Ordinal);
        Assert.Equal("2026-03-01T12:00:09.0000000Z,Read,,\"'=HYPERLINK(\"\"x\"\"), and\nmore\",'-1,,API,Success,trace9,,,,,,9,,,", rows[1]);
        Assert.Equal(7, Encoding.UTF8.GetString(lines.ToArray()).TrimEnd('\n').Split('\n').Length);
        Assert.Equal(_disk.Folder.Lines(_disk.Folder.Names()[0]).Reverse(), Encoding.UTF8.GetString(lines.ToArray()).TrimEnd('\n').Split('\n'));
    }

    public void Dispose() => _disk.Dispose();

    private async Task WriteAsync(IReadOnlyList<AuditRecord> records)
    {
        await using var sink = _disk.Open();
        foreach (var record in records) await sink.WriteAsync(record, TestContext.Current.CancellationToken);
    }
}
