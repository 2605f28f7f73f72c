using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ScopeAuth.Audit;
using ScopeAuth.PostgreSql.Benchmarks;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Console.Benchmarks;

/// <summary>How long each page of the console takes, over real HTTP, with much behind it: files and memory on one node, PostgreSQL on another.</summary>
internal static class ConsoleBenchmark
{
    private static int _asks = 25;

    public static async Task<int> RunAsync(string[] args)
    {
        _asks = Number(args, "--asks", _asks);
        var records = Number(args, "--records", 1_000_000);
        var inMemory = Number(args, "--memory-tokens", 100_000);
        var stored = Number(args, "--stored-tokens", 1_000_000);
        var data = Directory.CreateTempSubdirectory("scopeauth-console-bench-");
        try
        {
            await using var server = await TestAuthorizationServer.StartAsync(Vendor.Generic, options =>
            {
                options.Algorithm = "ES256";
                options.Organizations.Add(SomeTraffic.Organization);
            });
            if (!args.Contains("--only-postgresql")) await FilesAsync(server, data.CreateSubdirectory("files").FullName, records, inMemory);
            if (!args.Contains("--only-files")) await PostgreSqlAsync(server, data.CreateSubdirectory("postgresql").FullName, records, stored);
            return 0;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task FilesAsync(TestAuthorizationServer server, string data, int records, int tokens)
    {
        var folder = Path.Combine(data, "audit");
        var clock = new SteppedClock();
        var options = new AuditOptions { Directory = folder, Flush = AuditFlush.Buffered };
        var watch = Stopwatch.StartNew();
        await using (var sink = new JsonLinesAuditSink(new(() => options, "/"), clock, NullLogger.Instance)) await FillAsync(sink, records, clock);
        var size = Directory.EnumerateFiles(folder).Sum(file => new FileInfo(file).Length);
        System.Console.WriteLine($"{records:N0} records in {Directory.EnumerateFiles(folder, "*.jsonl").Count()} files of {size / 1e6:F0} MB in {watch.Elapsed.TotalSeconds:F0} s.");

        await using var node = await ConsoleNode.StartAsync(server, data, scopeAuth => scopeAuth.AddSeenTokens(Math.Max(tokens, 1)), builder => builder.Configuration["ScopeAuth:Audit:Directory"] = folder);
        watch.Restart();
        var validator = node.Services.GetRequiredService<IAccessTokenValidator>();
        for (var number = 0; number < tokens; number++)
        {
            var client = string.Create(CultureInfo.InvariantCulture, $"client-{number % 5000}");
            var verdict = await validator.ValidateAsync(server.IssueToken(new TestToken { Scopes = [$"{SomeTraffic.Organization}::Auditor"], ClientId = client }));
            if (!verdict.IsAccepted) throw new InvalidOperationException($"{verdict.Rejection}");
        }
        System.Console.WriteLine($"{tokens:N0} tokens in memory in {watch.Elapsed.TotalSeconds:F0} s.");
        await AskAllAsync("files and memory", node, records);
    }

    private static async Task PostgreSqlAsync(TestAuthorizationServer server, string data, int records, int tokens)
    {
        await using var database = await PostgreSqlServer.StartNewAsync(CancellationToken.None, "shared_buffers=128MB", "max_wal_size=4GB");
        var connectionString = await database.CreateDatabaseAsync(CancellationToken.None);
        await using var node = await ConsoleNode.StartAsync(server, data, scopeAuth => scopeAuth
            .AddPostgreSqlRevocations(connectionString).AddPostgreSqlAudit(configure: options => options.Flush = AuditFlush.Buffered).AddPostgreSqlSeenTokens());
        var watch = Stopwatch.StartNew();
        await FillAsync(node.Services.GetServices<IAuditSink>().Last(), records, clock: null);
        System.Console.WriteLine($"{records:N0} records in PostgreSQL in {watch.Elapsed.TotalSeconds:F0} s.");
        watch.Restart();
        var store = node.Services.GetRequiredService<ISeenTokenStore>();
        var now = TimeProvider.System.GetUtcNow();
        for (var number = 0; number < tokens; number += 500)
            await store.AddAsync([.. Enumerable.Range(number, Math.Min(500, tokens - number)).Select(one => SomeTraffic.Token(one, tokens, now))], CancellationToken.None);
        System.Console.WriteLine($"{tokens:N0} tokens in PostgreSQL in {watch.Elapsed.TotalSeconds:F0} s.");
        // What autovacuum does within a minute of such a flood.
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var analyze = source.CreateCommand("VACUUM ANALYZE");
        analyze.CommandTimeout = 0;
        await analyze.ExecuteNonQueryAsync();
        await using var sizes = source.CreateCommand(
            "SELECT format('%s MB and %s MB', pg_total_relation_size('scopeauth.audit_records') / 1000000, pg_total_relation_size('scopeauth.seen_tokens') / 1000000)");
        System.Console.WriteLine($"Tables with their indexes: {await sizes.ExecuteScalarAsync()}.");
        await AskAllAsync("PostgreSQL", node, records);
    }

    private static async Task FillAsync(IAuditSink sink, int records, SteppedClock? clock)
    {
        for (var number = 0; number < records; number++)
        {
            var record = SomeTraffic.Record(number, records);
            clock?.Set(record.Timestamp);
            await Eventually.IsAsync(() => TryKeepAsync(sink, record), isKept => isKept, "the queue of audit records has room");
        }
    }

    private static async Task<bool> TryKeepAsync(IAuditSink sink, AuditRecord record)
    {
        try
        {
            await sink.WriteAsync(record, CancellationToken.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task AskAllAsync(string what, ConsoleNode node, int records)
    {
        await RevokeSomeAsync(node);
        var pages = await ConsolePages.AllAsync(node, records);
        foreach (var (_, address) in pages) await AskAsync(node, address);
        var before = Memory();
        var times = pages.ToDictionary(page => page.Name, _ => new List<double>());
        for (var ask = 0; ask < _asks; ask++)
        {
            foreach (var (name, address) in pages)
            {
                var watch = Stopwatch.StartNew();
                await AskAsync(node, address);
                times[name].Add(watch.Elapsed.TotalMilliseconds);
            }
            if (ask % 10 == 9 || ask == _asks - 1) System.Console.WriteLine($"Memory, {what}: before {before}; after {ask + 1} rounds {Memory()}");
        }
        System.Console.WriteLine($"\n| page, {what} | median, ms | slowest of {_asks}, ms |\n|---|---|---|");
        foreach (var (name, all) in times) System.Console.WriteLine($"| {name} | {Median(all):F0} | {all.Max():F0} |");
        var missed = times.Where(page => Median(page.Value) >= 300).Select(page => page.Key).ToList();
        System.Console.WriteLine(missed.Count == 0 ? "\nEvery median is below 300 ms.\n" : $"\nMISSED 300 ms: {string.Join("; ", missed)}\n");
    }

    private static async Task RevokeSomeAsync(ConsoleNode node)
    {
        var list = node.Services.GetRequiredService<IRevocationList>();
        var seen = (await node.Services.GetRequiredService<SeenTokens>().QueryAsync(new() { State = TokenState.Active, Limit = 200 })).Tokens;
        var targets = seen.Select(token => RevocationTarget.Token("as", token.TokenId!)).Append(RevocationTarget.Client("as", "client-4999"));
        foreach (var target in targets)
            await list.RevokeAsync(new NewRevocation { Target = target, Reason = RevocationReason.RevokedByAdministrator, RevokedBy = "admin" });
    }

    private static async Task AskAsync(ConsoleNode node, string address)
    {
        using var response = await node.Http.GetAsync(address);
        var text = await response.Content.ReadAsByteArrayAsync();
        if (response.StatusCode != HttpStatusCode.OK || text.Length < 1000) throw new InvalidOperationException($"{address}: {response.StatusCode}");
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static string Memory()
    {
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        return string.Create(CultureInfo.InvariantCulture, $"{heap / 1e6:F1} MB managed, {Process.GetCurrentProcess().WorkingSet64 / 1e6:F0} MB working set");
    }

    private static int Number(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is var at and >= 0 ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
