using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Revocation;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Revocation;

/// <summary>Clocks that are set, and clocks of several nodes that do not agree.</summary>
public sealed class ClockTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_that_is_valid_again_because_the_clock_was_set_back_is_still_revoked()
    {
        var (clock, store) = (new FakeClock(), new PurgedStore());
        await using var server = await TestServers.StartAsync(clock: clock);
        await using var api = await TestApi.StartAsync(server.ConfigurationFor("server"), configure: builder => builder.Services.AddSingleton<IRevocationStore>(store), clock: clock);
        var list = api.Services.GetRequiredService<IRevocationList>();
        var token = server.IssueToken($"{TestServers.Organization}::Auditor");
        var facts = (await api.Validator.ValidateAsync(token, Cancelled)).Token!;
        var revoked = await list.RevokeAsync(
            new NewRevocation { Target = RevocationTarget.Token("server", facts.TokenId!), Reason = RevocationReason.Other, RevokedBy = "test", TokenExpiresAt = facts.ExpiresAt }, Cancelled);

        // What is in memory ends with the hour.
        for (var end = facts.ExpiresAt.AddHours(1); clock.GetUtcNow() < end;)
        {
            clock.Advance(TimeSpan.FromMinutes(10));
            await store.Purged.WaitAsync(Cancelled);
        }
        clock.StepWallClock(facts.ExpiresAt.AddMinutes(-1) - clock.GetUtcNow());

        Assert.Equal(Rejection.Revoked, (await api.AskAsync("/whoami", token)).Rejection);
        Assert.Equal(revoked, await list.FindAsync(revoked.Id, Cancelled));
    }

    [Fact]
    public async Task What_has_ended_by_a_clock_that_is_set_back_after_the_start_is_still_revoked()
    {
        await using var folder = new JournalFolder();
        var store = await folder.OpenAsync();
        var (token, client) = (SomeRevocation.Token("1", SomeRevocation.Time.AddHours(1)), SomeRevocation.Client("2", SomeRevocation.Time, SomeRevocation.Time.AddHours(1)));
        await store.AppendAsync([RevocationChange.Revoke(token), RevocationChange.Revoke(client)], Cancelled);
        await folder.CloseAsync();

        folder.Clock.StepWallClock(TimeSpan.FromMinutes(110));
        store = await folder.OpenAsync();
        folder.Clock.StepWallClock(TimeSpan.FromMinutes(-100));

        Assert.True(store.Set.Tokens.Contains(RevocationId.From(token.Id)));
        Assert.Equal(2, store.Set.Count);
        Assert.Equal(client, await store.FindAsync(client.Id, Cancelled));
    }

    [Theory]
    [InlineData(-8)]
    [InlineData(8)]
    public async Task A_snapshot_of_another_time_does_not_keep_what_has_ended(int years)
    {
        await using var folder = new JournalFolder { SnapshotFrom = 1 };
        var store = await folder.OpenAsync();
        await store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token("never") with { EndsAt = null })], Cancelled);
        await folder.CloseAsync();
        Assert.True(File.Exists(folder.Snapshot));

        // The clock was wrong, or the snapshots were handed on for years.
        folder.Clock.StepWallClock(TimeSpan.FromDays(365 * years));
        store = await folder.OpenAsync();
        var end = folder.Clock.GetUtcNow().AddHours(1);
        await store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token("ends", end))], Cancelled);
        await store.PurgeAsync(end.AddHours(2), Cancelled);

        Assert.Equal(1, store.Set.Count);
        Assert.True(store.Set.Tokens.Contains(RevocationId.From(SomeRevocation.Token("never").Id)));
    }
}
