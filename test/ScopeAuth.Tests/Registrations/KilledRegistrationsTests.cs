using System.Globalization;
using ScopeAuth.Registrations;
using ScopeAuth.Tests.Fuzzing;
using ScopeAuth.Tests.Revocation;

namespace ScopeAuth.Tests.Registrations;

/// <summary>A process is killed in the middle of its changes: the last acknowledged one is there, and none is there by half.</summary>
[Collection(LongRuns.Name)]
public sealed class KilledRegistrationsTests(ITestOutputHelper output)
{
    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("SCOPEAUTH_KILL_ROUNDS") ?? "4", CultureInfo.InvariantCulture);

    [Fact]
    public async Task The_last_acknowledged_change_is_there_and_at_most_one_more()
    {
        using var folder = new DataFolder();
        var random = new Random(7);
        long version = 0;
        for (var round = 0; round < Rounds; round++)
        {
            using (var writer = JournalProcess.Start(folder.Path, round, store: "registrations"))
            {
                var enough = random.Next(1, 200);
                await writer.ReadUntilAsync(() => writer.Kept.Count >= enough);
                await writer.KillAsync();
                version = long.Parse(writer.Kept[^1].Split(':')[2], CultureInfo.InvariantCulture);
            }

            using var store = new FileAuthorizationServerStore(folder.Path);
            Assert.InRange(store.Set.Version, version, version + 1);
            Assert.All(store.Set.Entries, entry => Assert.InRange(entry.Version, 1, store.Set.Version));
            Assert.Equal(store.Set.Entries.Count, store.Set.Entries.Select(entry => entry.Name).Distinct().Count());
        }
        output.WriteLine($"{Rounds} rounds, {version} acknowledged changes.");
    }
}
