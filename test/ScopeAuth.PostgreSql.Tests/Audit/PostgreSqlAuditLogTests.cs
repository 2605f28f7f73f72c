using System.Net;
using System.Text;
using ScopeAuth.PostgreSql.Tests.Support;
using ScopeAuth.Tests.Audit;
using static ScopeAuth.Tests.Audit.SomeRecord;

namespace ScopeAuth.PostgreSql.Tests.Audit;

/// <summary>The trail of all nodes, asked as that of files is.</summary>
public sealed class PostgreSqlAuditLogTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_kept_is_read_by_another_node_as_it_was_written()
    {
        var database = await cluster.CreateDatabaseAsync();
        await using var one = new AuditOf(database);
        await using var two = new AuditOf(database);
        var whole = SomeRecord.For("/rules/1") with { Rejection = Rejection.Revoked, Result = AuditResult.Failure, Before = "{\"a\":1}", After = "{\"a\":2}", ClientIp = IPAddress.Parse("2001:db8::1") };
        var bare = Bare(1);

        await one.KeepAsync(whole, bare);

        Assert.Equal([bare, whole], await two.FindAsync(new()));
        Assert.True(two.Log.IsKept);
    }

    [Fact]
    public async Task Records_are_found_by_every_filter()
    {
        await using var audit = new AuditOf(await cluster.CreateDatabaseAsync());
        await audit.KeepAsync(Six());

        await AssertFoundAsync(audit, new(), 5, 4, 3, 2, 1, 0);
        await AssertFoundAsync(audit, new() { From = At(1), To = At(4) }, 3, 2, 1);
        await AssertFoundAsync(audit, new() { Action = "Activate" }, 3);
        await AssertFoundAsync(audit, new() { Category = "Locations" }, 4, 2);
        await AssertFoundAsync(audit, new() { Result = AuditResult.Failure }, 5, 1);
        await AssertFoundAsync(audit, new() { Interface = "Console" }, 5);
        await AssertFoundAsync(audit, new() { Resource = "/rules/1" }, 1);
        await AssertFoundAsync(audit, new() { Resource = "/rules/1*" }, 2, 1);
        await AssertFoundAsync(audit, new() { AdminId = "oauth-Auditor$@1.zscaler.net" }, 4);
        await AssertFoundAsync(audit, new() { AdminId = "oauth-*" }, 4, 3);
        await AssertFoundAsync(audit, new() { AdminId = "*" }, 4, 3);
        await AssertFoundAsync(audit, new() { ClientIp = "192.0.2.7" }, 5, 4, 1, 0);
        await AssertFoundAsync(audit, new() { ClientIp = "2001:db8:*" }, 2);
        await AssertFoundAsync(audit, new() { TraceId = "trace3" }, 3);
        await AssertFoundAsync(audit, new() { TraceId = "trace*", Category = "Locations", ClientIp = "192.0.2.7" }, 4);
        await AssertFoundAsync(audit, new() { Category = "" }, 5, 4, 3, 2, 1, 0);
    }

    [Theory]
    [InlineData("' OR '1'='1")]
    [InlineData("x'; DROP TABLE scopeauth.audit_records; --")]
    [InlineData("$1")]
    [InlineData("{0}")]
    [InlineData("%")]
    [InlineData("_rules_1")]
    [InlineData("\\")]
    [InlineData("%*")]
    [InlineData("/rules_1*")]
    [InlineData("\\%*")]
    [InlineData("\0*")]
    public async Task What_is_asked_for_is_neither_a_statement_nor_a_pattern(string text)
    {
        await using var audit = new AuditOf(await cluster.CreateDatabaseAsync());
        await audit.KeepAsync(Six());

        await AssertFoundAsync(audit, new() { Action = text });
        await AssertFoundAsync(audit, new() { Resource = text });
        await AssertFoundAsync(audit, new() { TraceId = text, AdminId = text, ClientIp = text, Category = text, Interface = text });
        Assert.Equal(6, (await audit.FindAsync(new())).Count);
    }

    [Fact]
    public async Task Signs_that_a_pattern_would_read_are_found_as_they_are_written()
    {
        await using var audit = new AuditOf(await cluster.CreateDatabaseAsync());
        string[] paths = ["/a%b/c", "/a_b/c", "/a\\b/c", "/axb/c"];
        await audit.KeepAsync(paths.Select((path, number) => Bare(number) with { Resource = path }));

        foreach (var path in paths) Assert.Equal([path], (await audit.FindAsync(new() { Resource = path[..4] + "*" })).Select(record => record.Resource));
    }

    [Fact]
    public async Task Text_of_any_length_and_any_character_is_kept_and_found()
    {
        await using var audit = new AuditOf(await cluster.CreateDatabaseAsync());
        var longest = "/" + new string('é', 20_000);
        var twin = longest[..300] + "x" + longest[301..];
        var pairs = "/" + string.Concat(Enumerable.Repeat("😀", 300));
        await audit.KeepAsync(
            Bare(0) with { Resource = longest, Action = longest, Category = longest, AdminId = longest, Interface = longest, TraceId = longest, ClientId = longest },
            Bare(1) with { Resource = twin },
            Bare(2) with { Resource = "/nul\0", AdminId = "half\ud800", TokenId = "\udc00\0" },
            Bare(3) with { Resource = pairs });

        await AssertFoundAsync(audit, new() { Resource = longest, Action = longest, Category = longest, AdminId = longest, Interface = longest, TraceId = longest }, 0);
        await AssertFoundAsync(audit, new() { Resource = twin }, 1);
        await AssertFoundAsync(audit, new() { Resource = longest[..302] + "*" }, 0);
        await AssertFoundAsync(audit, new() { Resource = longest[..256] + "*" }, 1, 0);
        await AssertFoundAsync(audit, new() { Resource = longest[..256] });
        await AssertFoundAsync(audit, new() { Resource = "/nul\ufffd" }, 2);
        await AssertFoundAsync(audit, new() { Resource = pairs }, 3);
        await AssertFoundAsync(audit, new() { Resource = pairs[..^2] + "*" }, 3);
        Assert.Equal("half\ufffd", (await audit.FindAsync(new() { AdminId = "half*" }))[0].AdminId);
    }

    [Fact]
    public async Task Pages_follow_each_other_though_records_come_meanwhile_and_share_a_time()
    {
        await using var audit = new AuditOf(await cluster.CreateDatabaseAsync());
        await audit.KeepAsync(Enumerable.Range(0, 23).Select(number => Bare(0) with { StatusCode = number, Timestamp = At(number / 10) }));
        var read = new List<int>();
        for (var query = new AuditQuery { Limit = 5 }; ;)
        {
            var page = await audit.Log.QueryAsync(query, Cancelled);
            read.AddRange(page.Records.Select(record => record.StatusCode));
            await audit.KeepAsync(Bare(59) with { StatusCode = 1000 + read.Count });
            if (page.Next is null) break;
            Assert.Equal(5, page.Records.Count);
            query = query with { After = page.Next };
        }

        Assert.Equal(Enumerable.Range(0, 23), read.Order());
        Assert.Equal([2, 1, 0], read.Select(number => number / 10).Distinct());
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("-1-0123456789abcdef0123456789abcdef")]
    [InlineData("99999999999999999999-0123456789abcdef0123456789abcdef")]
    [InlineData("9223372036854775807-0123456789abcdef0123456789abcdef")]
    [InlineData("1-' OR 1=1")]
    public async Task A_page_after_one_that_never_was_is_refused(string after)
    {
        await using var audit = new AuditOf("Host=localhost");
        await Assert.ThrowsAsync<ArgumentException>(async () => await audit.Log.QueryAsync(new() { After = after }, Cancelled));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task The_size_of_a_page_has_a_bound(int limit)
    {
        await using var audit = new AuditOf("Host=localhost");
        await Assert.ThrowsAsync<ArgumentException>(async () => await audit.Log.QueryAsync(new() { Limit = limit }, Cancelled));
    }

    [Fact]
    public async Task Where_the_database_is_out_of_reach_the_records_cannot_be_read()
    {
        await using var network = new CuttableProxy(cluster.Port);
        await using var audit = new AuditOf(network.Through(await cluster.CreateDatabaseAsync()));
        network.Cut();
        await Assert.ThrowsAsync<IOException>(async () => await audit.Log.QueryAsync(new(), Cancelled));
    }

    [Fact]
    public async Task An_export_holds_every_record()
    {
        await using var audit = new AuditOf(await cluster.CreateDatabaseAsync());
        await audit.KeepAsync(Six());
        using var lines = new MemoryStream();
        using var csv = new MemoryStream();

        await audit.Log.WriteJsonLinesAsync(new() { Limit = 4 }, lines, Cancelled);
        await audit.Log.WriteCsvAsync(new() { Limit = 4 }, csv, Cancelled);

        Assert.Equal(6, Encoding.UTF8.GetString(lines.ToArray()).TrimEnd('\n').Split('\n').Length);
        Assert.Equal(8, Encoding.UTF8.GetString(csv.ToArray()).Split("\r\n").Length);
    }

    [Fact]
    public async Task Every_filter_has_an_index_in_the_order_of_the_page()
    {
        await using var audit = new AuditOf(await cluster.CreateDatabaseAsync());

        foreach (var condition in new[]
        {
            "left(action, 256) = 'x'", "left(category, 256) = 'x'", "left(interface, 256) = 'x'", "left(resource, 256) = 'x'", "left(admin_id, 256) = 'x'",
            "left(client_ip, 256) = 'x'", "left(trace_id, 256) = 'x'", "result = 0",
        })
        {
            var plan = string.Join('\n', await audit.AskAsync($"EXPLAIN SELECT * FROM $schema.audit_records WHERE {condition} AND recorded_at <= now() ORDER BY recorded_at DESC, id DESC LIMIT 5"));
            Assert.Contains($"audit_records_by_{condition.Replace("left(", "", StringComparison.Ordinal).Split(' ', ',')[0]}", plan, StringComparison.Ordinal);
        }
    }

    private static async Task AssertFoundAsync(AuditOf audit, AuditQuery query, params int[] numbers) =>
        Assert.Equal(numbers, (await audit.FindAsync(query)).Select(record => record.StatusCode));
}
