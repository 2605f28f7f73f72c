using FsCheck;
using FsCheck.Fluent;
using ScopeAuth.Revocation;
using Property = ScopeAuth.Tests.Fuzzing.Property;

namespace ScopeAuth.Tests.Revocation;

/// <summary>Any sequence of what administrators do, with time passing and restarts in between, gives what a plain model says.</summary>
public sealed class ModelTests
{
    private static readonly TimeSpan TokenLife = TimeSpan.FromHours(24) + 2 * TimeSpan.FromMinutes(1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    // Minutes as well as days: memory knows ends to the hour, and the model to the tick.
    private static readonly Gen<int> Minutes = Gen.OneOf(Gen.Choose(0, 45), Gen.Choose(0, 45), Gen.Choose(0, 31 * 60));

    private static readonly Gen<Step> Steps =
        Gen.Elements(Enum.GetValues<Action>()).SelectMany(action => Gen.Choose(0, 3).SelectMany(which => Minutes.Select(minutes => new Step(action, which, minutes))));

    [Fact]
    public void Any_sequence_gives_the_answers_of_the_model() => Property.HoldsOfSequences(Steps, steps => RunAsync(steps, snapshotFrom: 100_000), tests: 150);

    [Fact]
    public void Any_sequence_gives_the_answers_of_the_model_where_restarts_read_a_snapshot() =>
        Property.HoldsOfSequences(Steps, steps => RunAsync(steps, snapshotFrom: 1), tests: 100);

    private static async Task RunAsync(IReadOnlyList<Step> steps, int snapshotFrom)
    {
        await using var folder = new JournalFolder { SegmentBytes = 2048, SnapshotFrom = snapshotFrom };
        var store = await folder.OpenAsync();
        var model = new RevocationModel();
        var key = SipHash.Create((await store.ReadKeyAsync(Cancelled)).Span);
        foreach (var (action, which, minutes) in steps)
        {
            var now = folder.Clock.GetUtcNow();
            var (all, final) = (Of(key, which, null, RevocationReason.ClientDisabled, now), Of(key, which, null, RevocationReason.ClientDeleted, now));
            var cut = Of(key, which, now, RevocationReason.ClientDisabled, now);
            // Before a time that stays the same, with an end that depends on when it is said: what the same is revoked with again and again.
            var old = Of(key, which, SomeRevocation.Time, RevocationReason.SecurityEvent, now) with { EndsAt = now + TimeSpan.FromMinutes(1 + minutes) };
            RevocationChange? change = action switch
            {
                Action.RevokeToken => RevocationChange.Revoke(OfToken(key, which, now, TimeSpan.FromMinutes(1 + minutes))),
                Action.LiftToken => RevocationChange.Lift(OfToken(key, which, now, TokenLife).Id, "model"),
                Action.Disable => RevocationChange.Revoke(all),
                Action.Enable => RevocationChange.Lift(all.Id, "model", cut),
                Action.Delete => RevocationChange.Revoke(final),
                Action.CutOff => RevocationChange.Revoke(Of(key, which, now, RevocationReason.SecurityEvent, now)),
                Action.CutOffAgain => RevocationChange.Revoke(old),
                _ => null,
            };
            if (change is not null)
            {
                var receipt = (await store.AppendAsync([change], Cancelled))[0];
                Assert.Equal(model.Apply(change), receipt.IsApplied);
                if (!change.IsLift) Assert.Equal(model.Now(change.Id), receipt.Record);
            }
            else if (action == Action.Expire)
            {
                folder.Clock.Advance(TimeSpan.FromMinutes(minutes));
                var endedBefore = folder.Clock.GetUtcNow() - RevocationFollower.KeptAfterEnd;
                model.Drop(endedBefore);
                await store.PurgeAsync(endedBefore, Cancelled);
            }
            else if (action == Action.Restart)
            {
                store = await folder.ReopenAsync();
                model.Drop(folder.Clock.GetUtcNow() - RevocationFollower.KeptAfterEnd);
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
        var inForce = model.InForce(now);
        var listed = await store.QueryAsync(new() { NotEndedAt = now, PageSize = 1000 }, Cancelled);
        Assert.Equal(inForce.Values.OrderBy(record => record.Id), listed.Items.OrderBy(record => record.Id));
        foreach (var record in model.Seen)
        {
            var expected = inForce.GetValueOrDefault(record.Id);
            // Memory may remember what has ended for up to an hour; it never forgets what has not.
            var known = record.Target.IsOneToken && store.Set.Tokens.Contains(RevocationId.From(record.Id));
            if (record.Target.IsOneToken && expected is not null) Assert.True(known);
            if (record.Target.IsOneToken && expected is null && record.EndsAt > now) Assert.False(known);
            Assert.Equal(expected, await store.FindAsync(record.Id, Cancelled) is { } found && !(found.EndsAt <= now) ? found : null);
        }
    }

    private static RevocationRecord OfToken(SipHash key, int token, DateTimeOffset now, TimeSpan life) =>
        Record(key, RevocationTarget.Token("acme", $"t{token}"), null, RevocationReason.Other, now, now + life);

    private static RevocationRecord Of(SipHash key, int client, DateTimeOffset? before, RevocationReason reason, DateTimeOffset now) =>
        Record(key, RevocationTarget.Client("acme", $"c{client}"), before, reason, now, before + TokenLife);

    private static RevocationRecord Record(SipHash key, RevocationTarget target, DateTimeOffset? before, RevocationReason reason, DateTimeOffset now, DateTimeOffset? endsAt)
    {
        var record = new RevocationRecord { Id = default, Target = target, IssuedBefore = before, Reason = reason, RevokedBy = "model", RevokedAt = now, EndsAt = endsAt };
        return record with { Id = RevocationId.Of(key, target, before, record.IsFinal).ToGuid() };
    }

    private enum Action
    {
        RevokeToken,
        LiftToken,
        Disable,
        Enable,
        Delete,
        CutOff,
        CutOffAgain,
        Expire,
        Restart,
        Compact,
    }

    /// <param name="Action">What is done.</param>
    /// <param name="Which">Which token or client.</param>
    /// <param name="Minutes">How long the token lives, or how much time passes.</param>
    private readonly record struct Step(Action Action, int Which, int Minutes);
}
