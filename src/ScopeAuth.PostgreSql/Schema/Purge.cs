using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using ScopeAuth.PostgreSql.Diagnostics;

namespace ScopeAuth.PostgreSql.Schema;

/// <summary>Drops what is older than it is to be kept, some rows at a time, on every node: one that finds the rows of another locked passes over them.</summary>
/// <param name="database">Where connections come from.</param>
/// <param name="schema">The schema.</param>
/// <param name="statement">Drops some of what is older than $1, at most $2 rows.</param>
/// <param name="retention">How long rows are kept; null for ever.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Is told when it fails.</param>
internal sealed class Purge(PostgreSqlDatabase database, DatabaseSchema schema, string statement, TimeSpan? retention, TimeProvider clock, ILogger<Purge> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    // Rows are locked, and a replica waits, for no longer than these take.
    private const int DroppedAtOnce = 5000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (retention is not { } kept) return;
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await DropAsync(clock.GetUtcNow() - kept, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.PurgeFailed(logger, schema.Name, Interval, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task DropAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await schema.EnsureAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(schema.In(statement), connection) { Parameters = { new() { Value = before.ToUniversalTime() }, new() { Value = DroppedAtOnce } } };
        while (await command.ExecuteNonQueryAsync(cancellationToken) == DroppedAtOnce) cancellationToken.ThrowIfCancellationRequested();
    }
}
