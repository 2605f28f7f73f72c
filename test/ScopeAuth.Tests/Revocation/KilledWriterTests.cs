using System.Globalization;
using ScopeAuth.Revocation;
using ScopeAuth.Tests.Fuzzing;

namespace ScopeAuth.Tests.Revocation;

/// <summary>A process is killed while it writes: what it acknowledged is there, and no call is there by half.</summary>
[Collection(LongRuns.Name)]
public sealed class KilledWriterTests(ITestOutputHelper output)
{
    // The long form is build/kill.sh.
    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("SCOPEAUTH_KILL_ROUNDS") ?? "4", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Everything_acknowledged_is_there_and_nothing_half()
    {
        await using var folder = new JournalFolder();
        var random = new Random(4);
        var kept = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            using (var writer = JournalProcess.Start(folder.Path, round))
            {
                var enough = random.Next(1, 400);
                await writer.ReadUntilAsync(() => writer.Kept.Count >= enough);
                await writer.KillAsync();
                // A call whose last line was cut was acknowledged, but nobody heard it.
                kept.AddRange(writer.Kept);
            }

            var store = await folder.OpenAsync();
            await AssertWholeAsync(store, kept);
            await folder.CloseAsync();
        }
        output.WriteLine($"{Rounds} rounds, {kept.Count} acknowledged calls, {folder.Logs.Entries.Count(entry => entry.Id.Id == 87)} torn ends.");
    }

    [Fact]
    public async Task Where_the_system_lets_files_grow_no_further_calls_fail_and_what_was_acknowledged_is_there()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "ulimit");
        await using var folder = new JournalFolder();
        using var writer = JournalProcess.Start(folder.Path, 0, mostFileKilobytes: 64, segmentBytes: 16 * 1024 * 1024);
        await writer.ReadUntilAsync(() => writer.Failed.Count > 10);
        await writer.KillAsync();

        Assert.All(writer.Failed, failed => Assert.Contains("cannot be kept on disk", failed, StringComparison.Ordinal));
        Assert.NotEmpty(writer.Kept);
        await AssertWholeAsync(await folder.OpenAsync(), writer.Kept);
    }

    private static async Task AssertWholeAsync(JournalRevocationStore store, List<string> kept)
    {
        var found = new Dictionary<string, int>();
        string? next = null;
        do
        {
            var page = await store.QueryAsync(new() { PageSize = 1000, Page = next }, TestContext.Current.CancellationToken);
            foreach (var record in page.Items)
            {
                var call = record.Target.Value![..record.Target.Value!.LastIndexOf(':')];
                found[call] = found.GetValueOrDefault(call) + 1;
            }
            next = page.Next;
        }
        while (next is not null);

        Assert.Empty(kept.Except(found.Keys));
        Assert.All(found, call => Assert.Equal(1 + int.Parse(call.Key.Split(':')[2], CultureInfo.InvariantCulture) % 5, call.Value));
    }
}
