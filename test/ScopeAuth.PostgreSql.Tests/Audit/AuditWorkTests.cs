using System.Globalization;
using System.Net;
using System.Text.Json;
using Npgsql;
using ScopeAuth.PostgreSql.Audit;
using ScopeAuth.PostgreSql.Tests.Support;
using ScopeAuth.Tests.Audit;

namespace ScopeAuth.PostgreSql.Tests.Audit;

/// <summary>How many rows of a long trail the database touches for one page: a few for each that is shown, whatever is asked. With a million records it is the same.</summary>
public sealed class AuditWorkTests(PostgreSqlCluster cluster)
{
    private const int Records = 20_000;
    private const int Page = 100;

    [Fact]
    public async Task A_page_is_found_by_an_index_wherever_it_is()
    {
        var database = await cluster.CreateDatabaseAsync();
        await using var audit = new AuditOf(database);
        for (var number = 0; number < Records; number += 5000) await audit.KeepAsync(Enumerable.Range(number, 5000).Select(Some));
        await audit.AskAsync("ANALYZE $schema.audit_records");
        var middle = new AuditPlace(At(Records / 2).UtcDateTime, Guid.Empty);

        await AssertWorkAsync(database, audit, new(), null, Page);
        await AssertWorkAsync(database, audit, new(), middle, Page);
        await AssertWorkAsync(database, audit, new() { From = At(100), To = At(150) }, null, Page);
        await AssertWorkAsync(database, audit, new() { Action = "Read" }, null, 2 * Page);
        await AssertWorkAsync(database, audit, new() { Action = "Activate" }, null, Page);
        await AssertWorkAsync(database, audit, new() { Action = "Nothing" }, null, 1);
        await AssertWorkAsync(database, audit, new() { Category = "Locations" }, middle, 50 * Page);
        await AssertWorkAsync(database, audit, new() { Result = AuditResult.Failure }, null, 50 * Page);
        await AssertWorkAsync(database, audit, new() { Interface = "Admin UI" }, null, 60 * Page);
        await AssertWorkAsync(database, audit, new() { Resource = Some(77).Resource }, null, Page);
        await AssertWorkAsync(database, audit, new() { Resource = "/rules/77*" }, null, 10 * Page);
        await AssertWorkAsync(database, audit, new() { AdminId = "oauth-Role5*" }, null, 50 * Page);
        await AssertWorkAsync(database, audit, new() { ClientIp = Some(77).ClientIp!.ToString() }, null, 10 * Page);
        await AssertWorkAsync(database, audit, new() { TraceId = Some(77).TraceId }, null, 1);
        await AssertWorkAsync(database, audit, new() { TraceId = Some(77).TraceId[..12] + "*" }, null, Page);
        await AssertWorkAsync(database, audit, new() { TraceId = "none*" }, null, 1);
    }

    private static DateTimeOffset At(int number) => new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(number);

    private static AuditRecord Some(int number) => SomeRecord.For($"/rules/{number % 5000}") with
    {
        Timestamp = At(number),
        // Those that only the oldest have are the hard ones: a walk from the newest would touch every row.
        Action = number % 2 == 0 ? "Read" : number < 40 ? "Activate" : "Update",
        Category = number % 6 == 0 ? "Locations" : "Firewall",
        Result = number % 20 == 0 ? AuditResult.Failure : AuditResult.Success,
        Interface = number % 50 == 0 ? "Admin UI" : "API",
        AdminId = $"oauth-Role{number % 37}$@1234567.zscaler.net",
        ClientIp = new IPAddress([10, 0, (byte)(number % 251), (byte)(number % 199)]),
        TraceId = ((uint)(number * 2654435761L)).ToString("x8", CultureInfo.InvariantCulture) + number.ToString("x24", CultureInfo.InvariantCulture),
    };

    private static async Task AssertWorkAsync(string database, AuditOf audit, AuditQuery query, AuditPlace? after, int mostRows)
    {
        var conditions = AuditConditions.Of(query, after);
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(audit.Schema.In($"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {AuditTable.Newest(conditions)}"));
        command.Parameters.Add(new() { Value = Page + 1 });
        command.Parameters.AddRange(conditions.Parameters);
        var text = (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        using var plan = JsonDocument.Parse(text);

        Assert.InRange(TouchedBy(plan.RootElement[0].GetProperty("Plan")), 0, mostRows + 10);
    }

    // The rows that the scans at the bottom found, and those that they threw away.
    private static double TouchedBy(JsonElement node)
    {
        if (node.TryGetProperty("Plans", out var below) && node.GetProperty("Node Type").GetString() is not ("Bitmap Heap Scan" or "BitmapAnd"))
            return below.EnumerateArray().Sum(TouchedBy);
        return node.GetProperty("Actual Rows").GetDouble() + (node.TryGetProperty("Rows Removed by Filter", out var removed) ? removed.GetDouble() : 0);
    }
}
