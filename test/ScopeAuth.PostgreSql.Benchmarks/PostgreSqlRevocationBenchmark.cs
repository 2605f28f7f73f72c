using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ScopeAuth.Testing;

namespace ScopeAuth.PostgreSql.Benchmarks;

/// <summary>Two nodes, two processes, one PostgreSQL: how soon the other refuses, how long a burst takes, how long a start.</summary>
internal static class PostgreSqlRevocationBenchmark
{
    private const string Organization = "zscaler.net::1234567";
    private const int Burst = 200_000;
    private const int Bursts = 5;
    private const int Rounds = 500;

    /// <returns>The figures by their keys.</returns>
    public static async Task<IReadOnlyDictionary<string, double>> RunAsync(int entries, CancellationToken cancellationToken)
    {
        await using var postgres = await PostgreSqlServer.StartNewAsync(cancellationToken, "shared_buffers=1GB", "max_wal_size=8GB");
        await using var server = await TestAuthorizationServer.StartAsync(Vendor.Generic, options => options.Organizations.Add(Organization), cancellationToken);
        var figures = new Dictionary<string, double>();

        await MeasureTwoNodesAsync(await postgres.CreateDatabaseAsync(cancellationToken), server, figures, cancellationToken);
        await MeasureStartAsync(await postgres.CreateDatabaseAsync(cancellationToken), server, entries, figures, cancellationToken);
        return figures;
    }

    private static async Task MeasureTwoNodesAsync(string database, TestAuthorizationServer server, Dictionary<string, double> figures, CancellationToken cancellationToken)
    {
        await using var near = await NodeHost.StartAsync(database, SettingsOf(server), cancellationToken);
        await using var far = new NodeProcess("serve", database, server.ConfigurationFor("server"));
        await near.UntilAsync(Token(server), null, cancellationToken);

        var milliseconds = new List<double>();
        for (var round = -50; round < Rounds; round++)
        {
            var token = Token(server);
            await far.WatchAsync(token, cancellationToken);
            await RevokeAsync(near, [RevocationTarget.TokenText("server", token)], cancellationToken);
            var acknowledged = Stopwatch.GetTimestamp();
            var refused = await far.RefusedAtAsync(cancellationToken);
            // Sometimes the other node is faster than the answer to this one.
            if (round >= 0) milliseconds.Add(Math.Max(0, Stopwatch.GetElapsedTime(acknowledged, refused).TotalMilliseconds));
        }
        milliseconds.Sort();
        figures["propagation_p50_ms"] = milliseconds[Rounds / 2];
        figures["propagation_p99_ms"] = milliseconds[Rounds * 99 / 100];

        // The first is not counted: for some seconds both runtimes compile what it calls for the first time, which takes a third of two processors.
        await BurstAsync(near, far, server, Burst, cancellationToken);
        var bursts = new List<(TimeSpan Written, TimeSpan Applied)>();
        while (bursts.Count < Bursts) bursts.Add(await BurstAsync(near, far, server, Burst, cancellationToken));
        var (written, applied) = bursts.OrderBy(burst => burst.Applied).ElementAt(Bursts / 2);
        figures["burst_200000_s"] = applied.TotalSeconds;
        figures["burst_200000_after_writing_s"] = (applied - written).TotalSeconds;
    }

    /// <returns>From the call of one node until it returned, and until the other refused the last token of it.</returns>
    private static async Task<(TimeSpan Written, TimeSpan Applied)> BurstAsync(
        WebApplication near, NodeProcess far, TestAuthorizationServer server, int count, CancellationToken cancellationToken)
    {
        var last = Token(server);
        RevocationTarget[] targets =
        [
            .. Enumerable.Range(1, count - 1).Select(_ => RevocationTarget.Token("server", Guid.NewGuid().ToString())),
            RevocationTarget.TokenText("server", last),
        ];
        await far.AskUntilRefusedAsync(last, cancellationToken);
        var begun = Stopwatch.GetTimestamp();
        await RevokeAsync(near, targets, cancellationToken);
        var written = Stopwatch.GetElapsedTime(begun);
        return (written, Stopwatch.GetElapsedTime(begun, await far.RefusedAtAsync(cancellationToken)));
    }

    private static async Task MeasureStartAsync(string database, TestAuthorizationServer server, int entries, Dictionary<string, double> figures, CancellationToken cancellationToken)
    {
        await using (var first = await NodeHost.StartAsync(database, SettingsOf(server), cancellationToken)) await first.UntilAsync(Token(server), null, cancellationToken);
        await FillAsync(database, entries, cancellationToken);

        var begun = Stopwatch.GetTimestamp();
        await using var node = await NodeHost.StartAsync(database, SettingsOf(server), cancellationToken);
        // The token is new: to fill the table may take longer than one lives.
        await node.UntilAsync(Token(server), null, cancellationToken);
        figures["postgres_start_s"] = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        figures["postgres_start_entries"] = entries;
    }

    // As appended ones would be, with the kind in the last bits of the ID.
    private static async Task FillAsync(string database, int entries, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var fill = source.CreateCommand(string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO scopeauth.revocations (id, sequence, ends_at, revoked_at, kind, reason, authorization_server, value, revoked_by)
            SELECT overlay(overlay(md5(n::text) PLACING '8' FROM 13) PLACING '9' FROM 32)::uuid, n + 1, now() + interval '1 day', now(), 1, 4, 'server', md5(n::text)::uuid::text,
                'oauth-TokenAdmin$@1234567.zscaler.net'
            FROM generate_series(1, {entries}) AS n ON CONFLICT DO NOTHING;
            UPDATE scopeauth.revocation_state SET last_sequence = {entries} + 1
            """));
        fill.CommandTimeout = 0;
        await fill.ExecuteNonQueryAsync(cancellationToken);
        await using var vacuum = source.CreateCommand("VACUUM ANALYZE scopeauth.revocations");
        vacuum.CommandTimeout = 0;
        await vacuum.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task RevokeAsync(WebApplication node, RevocationTarget[] targets, CancellationToken cancellationToken) =>
        await node.Services.GetRequiredService<IRevocationList>().RevokeAsync(
            [.. targets.Select(target => new NewRevocation { Target = target, Reason = RevocationReason.SecurityEvent, RevokedBy = "benchmark" })], cancellationToken);

    private static string Token(TestAuthorizationServer server) => server.IssueToken($"{Organization}::Auditor");

    private static IEnumerable<string> SettingsOf(TestAuthorizationServer server) => server.ConfigurationFor("server").Select(setting => $"{setting.Key}={setting.Value}");
}
