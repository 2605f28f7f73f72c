using ScopeAuth.Revocation;

namespace ScopeAuth.Tests.Revocation;

/// <summary>Any sequence of what administrators do, with time passing and restarts in between, gives what a plain model says.</summary>
public sealed class ModelTests
{
    private static readonly TimeSpan TokenLife = TimeSpan.FromHours(24) + 2 * TimeSpan.FromMinutes(1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    // A seed is a sequence; one that fails is named, and fails again.
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Any_sequence_gives_the_answers_of_the_model(int seed)
    {
        var random = new Random(seed);
        await RunAsync([.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(1_000_000))]);
    }

    private static async Task RunAsync(int[] steps)
    {
        await using var folder = new JournalFolder { SegmentBytes = 2048 };
        var store = await folder.OpenAsync();
        var model = new RevocationModel();
        var key = SipHash.Create((await store.ReadKeyAsync(Cancelled)).Span);
        foreach (var step in steps)
        {
            var (what, client, token) = (step % 9, step / 9 % 3, step / 27 % 4);
            var now = folder.Clock.GetUtcNow();
            var (all, final) = (Of(key, client, null, RevocationReason.ClientDisabled, now), Of(key, client, null, RevocationReason.ClientDeleted, now));
            var cut = Of(key, client, now, RevocationReason.ClientDisabled, now);
            RevocationChange? change = what switch
            {
                0 => RevocationChange.Revoke(OfToken(key, token, now)),
                1 => RevocationChange.Lift(OfToken(key, token, now).Id, "test"),
                2 => RevocationChange.Revoke(all),
                3 => RevocationChange.Lift(all.Id, "test", cut),
                4 => RevocationChange.Revoke(final),
                5 => RevocationChange.Revoke(Of(key, client, now, RevocationReason.SecurityEvent, now)),
                _ => null,
            };
            if (change is not null)
            {
                var receipt = (await store.AppendAsync([change], Cancelled))[0];
                Assert.Equal(model.Apply(change), receipt.IsApplied);
            }
            else if (what == 6)
            {
                folder.Clock.Advance(TimeSpan.FromHours(step % 31));
                model.Drop(folder.Clock.GetUtcNow());
                await store.PurgeAsync(folder.Clock.GetUtcNow(), Cancelled);
            }
            else if (what == 7)
            {
                store = await folder.ReopenAsync();
                model.Drop(folder.Clock.GetUtcNow());
            }
            else
            {
                await store.CompactAsync(Cancelled);
            }
            await AssertAgreeAsync(store, model, folder.Clock.GetUtcNow());
        }
    }

    private static async Task AssertAgreeAsync(JournalRevocationStore store, RevocationModel model, DateTimeOffset now)
    {
        var listed = await store.QueryAsync(new() { NotEndedAt = now, PageSize = 1000 }, Cancelled);
        Assert.Equal(model.InForce(now).Order(), listed.Items.Select(record => record.Id).Order());
        foreach (var record in model.Seen)
        {
            var inForce = model.InForce(now).Contains(record.Id);
            // Memory may remember what has ended for up to an hour; it never forgets what has not.
            var known = record.Target.IsOneToken && store.Set.Tokens.Contains(RevocationId.From(record.Id));
            if (record.Target.IsOneToken && inForce) Assert.True(known);
            if (record.Target.IsOneToken && !inForce && record.EndsAt > now) Assert.False(known);
            Assert.Equal(inForce, await store.FindAsync(record.Id, Cancelled) is { } found && !(found.EndsAt <= now));
        }
    }

    private static RevocationRecord OfToken(SipHash key, int token, DateTimeOffset now) => Record(key, RevocationTarget.Token("acme", $"t{token}"), null, RevocationReason.Other, now, now + TokenLife);

    private static RevocationRecord Of(SipHash key, int client, DateTimeOffset? before, RevocationReason reason, DateTimeOffset now) =>
        Record(key, RevocationTarget.Client("acme", $"c{client}"), before, reason, now, before + TokenLife);

    private static RevocationRecord Record(SipHash key, RevocationTarget target, DateTimeOffset? before, RevocationReason reason, DateTimeOffset now, DateTimeOffset? endsAt)
    {
        var record = new RevocationRecord { Id = default, Target = target, IssuedBefore = before, Reason = reason, RevokedBy = "model", RevokedAt = now, EndsAt = endsAt };
        return record with { Id = RevocationId.Of(key, target, before, record.IsFinal).ToGuid() };
    }
}
