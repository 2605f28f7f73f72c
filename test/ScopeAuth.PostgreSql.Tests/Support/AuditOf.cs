using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using ScopeAuth.PostgreSql.Audit;
using ScopeAuth.PostgreSql.Schema;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.PostgreSql.Tests.Support;

/// <summary>One node's audit records, as the services make them.</summary>
internal sealed class AuditOf : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _connectionString;

    public AuditOf(string connectionString, Action<PostgreSqlAuditOptions>? configure = null, TimeProvider? clock = null)
    {
        _connectionString = connectionString;
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(Logs)).AddSingleton(clock ?? TimeProvider.System)
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddScopeRoleAuth().AddPostgreSqlAudit(connectionString, configure);
        _services = services.BuildServiceProvider();
    }

    public CollectedLogs Logs { get; } = new();

    public IAuditSink Sink => _services.GetServices<IAuditSink>().OfType<PostgreSqlAuditSink>().Single();

    public IAuditLog Log => _services.GetRequiredService<IAuditLog>();

    public AuditTable Table => _services.GetRequiredService<AuditTable>();

    public Purge Purge => _services.GetRequiredKeyedService<Purge>(PostgreSqlDatabase.OfAudit);

    public DatabaseSchema Schema => _services.GetRequiredKeyedService<DatabaseSchema>(PostgreSqlDatabase.OfAudit);

    public async Task KeepAsync(params IEnumerable<AuditRecord> records) =>
        await Task.WhenAll(records.Select(record => Sink.WriteAsync(record, TestContext.Current.CancellationToken).AsTask()));

    public async Task<IReadOnlyList<AuditRecord>> FindAsync(AuditQuery query) => (await Log.QueryAsync(query, TestContext.Current.CancellationToken)).Records;

    /// <summary>Waits until the number of records is one that is waited for.</summary>
    public Task UntilCountAsync(Func<long, bool> isEnough, [CallerArgumentExpression(nameof(isEnough))] string what = "") => Eventually.IsAsync(
        async () => long.Parse((await AskAsync("SELECT count(*) FROM $schema.audit_records"))[0], CultureInfo.InvariantCulture), isEnough, $"records in the database, {what}");

    /// <summary>The first column of every row that a statement yields.</summary>
    public async Task<string[]> AskAsync(string statement)
    {
        await Schema.EnsureAsync(TestContext.Current.CancellationToken);
        await using var source = NpgsqlDataSource.Create(_connectionString);
        await using var command = source.CreateCommand(Schema.In(statement));
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) rows.Add(reader.GetValue(0).ToString()!);
        return [.. rows];
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
