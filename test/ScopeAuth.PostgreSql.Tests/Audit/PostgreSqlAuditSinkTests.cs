using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ScopeAuth.PostgreSql.Audit;
using ScopeAuth.PostgreSql.Schema;
using ScopeAuth.PostgreSql.Tests.Support;
using ScopeAuth.Tests.Audit;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.PostgreSql.Tests.Audit;

/// <summary>Records on their way into the database, and what happens to them when it is not there.</summary>
public sealed class PostgreSqlAuditSinkTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_strict_record_is_there_when_its_answer_is()
    {
        var database = await cluster.CreateDatabaseAsync();
        await using var server = await TestServers.StartAsync();
        await using var node = await TestApi.StartPlainAsync(
            server.ConfigurationFor("server"),
            builder => builder.Services.AddScopeRoleAuth(builder.Configuration.GetSection("ScopeAuth")).AddPostgreSqlAudit(database));
        await using var other = new AuditOf(database);

        var answer = await node.AskAsync("/whoami", server.Token());

        Assert.Equal(200, answer.Status);
        var record = Assert.Single(await other.FindAsync(new()));
        Assert.Equal(("/whoami", AuditResult.Success, 200), (record.Resource, record.Result, record.StatusCode));
        Assert.Same(node.Services.GetRequiredService<IAuditLog>(), node.Services.GetServices<IAuditLog>().Last());
    }

    [Fact]
    public async Task A_request_whose_record_cannot_be_kept_is_refused_until_one_can()
    {
        await using var network = new CuttableProxy(cluster.Port);
        await using var server = await TestServers.StartAsync();
        var database = await cluster.CreateDatabaseAsync();
        await using var node = await TestApi.StartPlainAsync(
            server.ConfigurationFor("server"),
            builder => builder.Services.AddScopeRoleAuth(builder.Configuration.GetSection("ScopeAuth")).AddPostgreSqlAudit(network.Through(database)));
        var token = server.Token();
        Assert.Equal(200, (await node.AskAsync("/whoami", token)).Status);

        network.Cut();
        Assert.Equal(503, (await node.AskAsync("/whoami", token)).Status);
        network.Mend();
        await node.UntilAsync(token, 200);

        await using var other = new AuditOf(database);
        Assert.InRange((await other.FindAsync(new() { Resource = "/whoami" })).Count, 2, 1000);
    }

    [Fact]
    public async Task Records_are_kept_again_after_the_database_was_replaced_by_an_empty_one()
    {
        await using var audit = new AuditOf(await cluster.CreateDatabaseAsync());
        await audit.KeepAsync(SomeRecord.For("/1"));
        await audit.AskAsync("DROP SCHEMA $schema CASCADE");

        // The first that is refused finds out.
        await Assert.ThrowsAsync<PostgresException>(() => audit.KeepAsync(SomeRecord.For("/2")));
        await audit.KeepAsync(SomeRecord.For("/3"));

        Assert.Equal("/3", Assert.Single(await audit.FindAsync(new())).Resource);
    }

    [Fact]
    public async Task Records_that_come_together_share_statements()
    {
        var database = await cluster.CreateDatabaseAsync();
        await using var audit = new AuditOf(database);
        await audit.KeepAsync(SomeRecord.For("/first"));
        await using var source = NpgsqlDataSource.Create(database);
        await using var other = await source.OpenConnectionAsync(Cancelled);
        await using var transaction = await other.BeginTransactionAsync(Cancelled);
        await using var locking = new NpgsqlCommand("LOCK TABLE scopeauth.audit_records", other);
        await locking.ExecuteNonQueryAsync(Cancelled);
        // The first statement waits for the table; all others come while it does.
        var kept = audit.KeepAsync(Enumerable.Range(0, 3000).Select(number => SomeRecord.For($"/{number}")));
        await transaction.CommitAsync(Cancelled);
        await kept;

        Assert.Equal(["3001"], await audit.AskAsync("SELECT count(*) FROM $schema.audit_records"));
        // Rows of one statement have one transaction number.
        Assert.InRange((await audit.AskAsync("SELECT DISTINCT xmin::text FROM $schema.audit_records")).Length, 2, 6);
    }

    [Fact]
    public async Task A_record_that_is_written_twice_stands_there_once()
    {
        await using var audit = new AuditOf(await cluster.CreateDatabaseAsync());
        WaitingRecord[] records = [new(Guid.CreateVersion7(), SomeRecord.For("/1"), null), new(Guid.CreateVersion7(), SomeRecord.For("/2"), null)];

        await audit.Table.AddAsync(records, isDurable: true, Cancelled);
        await audit.Table.AddAsync(records, isDurable: true, Cancelled);

        Assert.Equal(2, (await audit.FindAsync(new())).Count);
    }

    [Theory]
    [InlineData(true, "on")]
    [InlineData(false, "off")]
    public async Task What_is_acknowledged_is_on_disk_whatever_the_database_is_set_to(bool isDurable, string expected)
    {
        var database = new NpgsqlConnectionStringBuilder(await cluster.CreateDatabaseAsync()) { Options = $"-c synchronous_commit={(isDurable ? "off" : "on")}", MaxPoolSize = 1 }.ConnectionString;
        await using var audit = new AuditOf(database);
        // What the transaction of a record was set to, by whoever is in it: the table itself.
        await audit.AskAsync("""
            CREATE TABLE $schema.seen (setting text);
            CREATE FUNCTION $schema.look() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN INSERT INTO $schema.seen VALUES (current_setting('synchronous_commit')); RETURN NULL; END $f$;
            CREATE TRIGGER look AFTER INSERT ON $schema.audit_records FOR EACH STATEMENT EXECUTE FUNCTION $schema.look()
            """);

        await audit.Table.AddAsync([new(Guid.CreateVersion7(), SomeRecord.For("/1"), null)], isDurable, Cancelled);

        Assert.Equal([expected], await audit.AskAsync("SELECT setting FROM $schema.seen"));
    }

    [Fact]
    public async Task Buffered_records_outlast_an_outage_and_their_queue_has_a_bound()
    {
        await using var network = new CuttableProxy(cluster.Port);
        var database = await cluster.CreateDatabaseAsync();
        await using var other = new AuditOf(database);
        await using var audit = new AuditOf(network.Through(database), options => options.Flush = AuditFlush.Buffered);
        await audit.KeepAsync(SomeRecord.For("/before"));
        await other.UntilCountAsync(count => count == 1);

        network.Cut();
        var accepted = 0;
        for (var number = 0; number < 3 * PostgreSqlAuditSink.Capacity; number++)
        {
            var write = audit.Sink.WriteAsync(SomeRecord.For($"/{number}"), Cancelled);
            if (write.IsCompletedSuccessfully) accepted++;
            else if (write.IsFaulted) break;
            else _ = write.AsTask().ContinueWith(_ => { }, Cancelled, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        network.Mend();

        Assert.InRange(accepted, 1, 2 * PostgreSqlAuditSink.Capacity);
        await other.UntilCountAsync(count => count >= accepted + 1);
    }

    [Fact]
    public async Task Buffered_records_are_written_when_the_application_stops()
    {
        var database = await cluster.CreateDatabaseAsync();
        await using (var audit = new AuditOf(database, options => options.Flush = AuditFlush.Buffered))
            for (var number = 0; number < 2500; number++) await audit.Sink.WriteAsync(SomeRecord.For($"/{number}"), Cancelled);

        await using var other = new AuditOf(database);
        Assert.Equal(["2500"], await other.AskAsync("SELECT count(*) FROM $schema.audit_records"));
    }

    [Fact]
    public async Task Whoever_waits_for_a_record_waits_no_longer_than_he_likes()
    {
        await using var network = new CuttableProxy(cluster.Port);
        await using var audit = new AuditOf(network.Through(await cluster.CreateDatabaseAsync()));
        await audit.KeepAsync(SomeRecord.For("/before"));
        network.Swallow();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var write = audit.Sink.WriteAsync(SomeRecord.For("/lost"), limit.Token).AsTask();

        await limit.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        network.Mend();
    }

    [Fact]
    public async Task Records_are_dropped_when_they_are_older_than_they_are_kept()
    {
        var clock = new ManualClock();
        var database = await cluster.CreateDatabaseAsync();
        await using var audit = new AuditOf(database, options => options.Retention = TimeSpan.FromDays(30), clock);
        await using var other = new AuditOf(database);
        var now = clock.GetUtcNow();
        for (var part = 0; part < 2; part++)
            await other.KeepAsync(Enumerable.Range(0, 6_000).Select(number => SomeRecord.For("/old") with { Timestamp = now - TimeSpan.FromDays(31 + part) - TimeSpan.FromSeconds(number) }));
        await other.KeepAsync(SomeRecord.For("/edge") with { Timestamp = now - TimeSpan.FromDays(30) }, SomeRecord.For("/new") with { Timestamp = now });

        await audit.Purge.StartAsync(Cancelled);

        await other.UntilCountAsync(count => count == 2);
        clock.Advance(Purge.Interval);
        await other.UntilCountAsync(count => count == 1);
        Assert.Equal("/new", (await other.FindAsync(new()))[0].Resource);
        await audit.Purge.StopAsync(Cancelled);
    }

    [Fact]
    public async Task A_purge_that_fails_is_said_and_tried_again()
    {
        await using var network = new CuttableProxy(cluster.Port);
        var clock = new ManualClock();
        var database = await cluster.CreateDatabaseAsync();
        await using var other = new AuditOf(database);
        await other.KeepAsync(SomeRecord.For("/old") with { Timestamp = clock.GetUtcNow() - TimeSpan.FromDays(2) });
        await using var audit = new AuditOf(network.Through(database), options => options.Retention = TimeSpan.FromDays(1), clock);
        network.Cut();

        await audit.Purge.StartAsync(Cancelled);
        await audit.Logs.FirstAsync(entry => entry.Id.Id == 131);
        network.Mend();
        clock.Advance(Purge.Interval);

        await other.UntilCountAsync(count => count == 0);
        await audit.Purge.StopAsync(Cancelled);
    }
}
