using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using ScopeAuth.PostgreSql.Benchmarks;
using ScopeAuth.Revocation;

namespace ScopeAuth.Benchmarks;

/// <summary>The figures of the revocation list, as one flat JSON object. What needs PostgreSQL is measured on a server that is started for it.</summary>
internal static class RevocationBenchmark
{
    private const int Batch = 1000;

    private static readonly SipHash Key = new(0x0123456789abcdef, 0xfedcba9876543210);
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    /// <param name="arguments"><c>--json FILE</c>, <c>--entries N</c> (default ten million).</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var entries = Arguments.Number(arguments, "--entries", 10_000_000);
        var figures = new Dictionary<string, double> { ["entries"] = entries };
        var tokens = Fill(entries, figures);
        LookUp(tokens, entries, figures);
        await JournalAsync(entries, figures);
        foreach (var (name, value) in await PostgreSqlRevocationBenchmark.RunAsync(entries, CancellationToken.None)) figures[name] = value;
        figures["rps_with_vs_without"] = await RequestBenchmark.CompareAsync(tokens);

        var json = $"{{{string.Join(",", figures.Select(figure => $"\n  \"{figure.Key}\": {JsonSerializer.Serialize(Math.Round(figure.Value, 4))}"))}\n}}\n";
        Console.Write(json);
        if (Arguments.Find(arguments, "--json") is { } file) await File.WriteAllTextAsync(file, json);
        return 0;
    }

    private static RevokedTokens Fill(int entries, Dictionary<string, double> figures)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var tokens = new RevokedTokens(Now);
        var start = Stopwatch.GetTimestamp();
        for (var number = 0; number < entries; number++) tokens.Add(IdOf(number), Now.AddHours(1 + number % 24));
        figures["load_entries_per_s"] = entries / Stopwatch.GetElapsedTime(start).TotalSeconds;
        figures["memory_mb"] = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
        return tokens;
    }

    private static void LookUp(RevokedTokens tokens, int entries, Dictionary<string, double> figures)
    {
        var random = new Random(1);
        var strangers = Enumerable.Range(0, 1_000_000).Select(number => IdOf(-1 - number)).ToArray();
        var revoked = Enumerable.Range(0, 1_000_000).Select(_ => IdOf(random.Next(entries))).ToArray();
        var names = Enumerable.Range(0, 100_000).Select(_ => $"AT.{Guid.NewGuid():N}{random.Next(10_000_000):D8}").ToArray();
        // The last of three rounds counts: the runtime compiles what is called often for speed a tenth of a second later.
        for (var round = 0; round < 3; round++)
        {
            figures["miss_ns"] = Median(strangers, batch => { foreach (var id in batch) Require(!tokens.Contains(id)); });
            // Each begins when the one before has ended, as where a request lies between them.
            figures["miss_alone_ns"] = Median(strangers, batch =>
            {
                foreach (var id in batch)
                {
                    Require(!tokens.Contains(id));
                    Interlocked.MemoryBarrier();
                }
            });
            figures["hit_ns"] = Median(revoked, batch => { foreach (var id in batch) Require(tokens.Contains(id)); });
            figures["miss_from_text_ns"] = Median(names, batch => { foreach (var name in batch) Require(!tokens.Contains(RevocationId.Of(Key, RevocationKind.Token, "acme-okta", name))); });
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        foreach (var stranger in strangers) Require(!tokens.Contains(stranger));
        figures["lookup_bytes"] = (GC.GetAllocatedBytesForCurrentThread() - allocated) / strangers.Length;

        var fresh = Enumerable.Range(0, 600_000).Select(number => IdOf(entries + number)).ToArray();
        var end = Now.AddHours(3);
        var list = tokens;
        Action<ReadOnlySpan<RevocationId>> insert = batch => { foreach (var id in batch) Require(list.Add(id, end)); };
        // Here too: what was compiled for speed by two other lists counts.
        for (var round = 0; round < 2; round++)
        {
            list = new(Now);
            Median(fresh, insert);
        }
        list = tokens;
        figures["insert_ns"] = Median(fresh, insert);
    }

    private static async Task JournalAsync(int entries, Dictionary<string, double> figures)
    {
        var folder = Directory.CreateTempSubdirectory("scopeauth-benchmark-");
        try
        {
            var store = await OpenAsync(folder.FullName);
            for (var first = 0; first < entries; first += 10_000)
                await store.AppendAsync([.. Enumerable.Range(first, Math.Min(10_000, entries - first)).Select(number => RevocationChange.Revoke(RecordOf(number)))], CancellationToken.None);
            figures["snapshot_pause_ms"] = await PauseAsync(store);
            await store.DisposeAsync();

            figures["snapshot_start_s"] = await StartAsync(folder.FullName, entries);
            File.Delete(JournalStart.SnapshotIn(folder.FullName));
            figures["journal_start_s"] = await StartAsync(folder.FullName, entries);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The longest that anybody waits for a look-up while the snapshot is taken.
    private static async Task<double> PauseAsync(JournalRevocationStore store)
    {
        using var done = new CancellationTokenSource();
        var reading = Task.Run(() =>
        {
            var longest = TimeSpan.Zero;
            for (var number = 0; !done.IsCancellationRequested; number++)
            {
                var start = Stopwatch.GetTimestamp();
                Require(!store.Set.Tokens.Contains(IdOf(-1 - number)));
                if (Stopwatch.GetElapsedTime(start) is var took && took > longest) longest = took;
            }
            return longest;
        });
        await store.SaveSnapshotAsync(CancellationToken.None);
        await done.CancelAsync();
        return (await reading).TotalMilliseconds;
    }

    private static async Task<double> StartAsync(string folder, int entries)
    {
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        var store = await OpenAsync(folder);
        var took = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Require(store.Set.Count == entries);
        await store.DisposeAsync();
        return took;
    }

    private static async Task<JournalRevocationStore> OpenAsync(string folder)
    {
        var store = new JournalRevocationStore(folder, JournalDamage.StopStart, TimeProvider.System, NullLogger<JournalRevocationStore>.Instance);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    private static RevocationRecord RecordOf(int number)
    {
        var target = RevocationTarget.Token("acme-okta", $"AT.{number:D40}");
        return new() { Id = IdOf(number).ToGuid(), Target = target, Reason = RevocationReason.Other, RevokedBy = "benchmark", RevokedAt = Now, EndsAt = Now.AddHours(1 + number % 24) };
    }

    private static RevocationId IdOf(int number) => RevocationId.Of(Key, RevocationKind.Token, "s", number.ToString(CultureInfo.InvariantCulture));

    // Nanoseconds for one, in the median of batches. The operation takes a whole batch: a call for each would take longer than some of what is measured.
    private static double Median<T>(ReadOnlySpan<T> items, Action<ReadOnlySpan<T>> operation)
    {
        var batches = new double[items.Length / Batch];
        for (var batch = 0; batch < batches.Length; batch++)
        {
            var start = Stopwatch.GetTimestamp();
            operation(items.Slice(batch * Batch, Batch));
            batches[batch] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / Batch;
        }
        return PairedRun.Median(batches);
    }

    private static void Require(bool holds)
    {
        if (!holds) throw new InvalidOperationException("A wrong answer.");
    }
}
