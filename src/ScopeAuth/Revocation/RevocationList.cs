using Microsoft.Extensions.Logging;
using ScopeAuth.Diagnostics;
using ScopeAuth.Hosting;

namespace ScopeAuth.Revocation;

/// <summary>Revocations for code: what is asked for becomes records, the store keeps them, this node refuses at once.</summary>
internal sealed class RevocationList(IRevocationStore store, RevocationView view, CurrentSettings settings, TimeProvider clock, ILogger<RevocationList> logger) : IRevocationList
{
    private const int LargestBatch = 10_000;

    public async ValueTask<RevocationRecord> RevokeAsync(NewRevocation revocation, CancellationToken cancellationToken) =>
        (await AddAsync(revocation, cancellationToken)).Record;

    public async ValueTask<IReadOnlyList<RevocationRecord>> RevokeAsync(IReadOnlyList<NewRevocation> revocations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(revocations);
        var key = await KeyAsync(cancellationToken);
        var (now, known) = (clock.GetUtcNow(), settings.Current);
        NewRevocation[] all = [.. revocations];
        // All of them before the first is kept.
        foreach (var each in all) RevocationRecords.Check(each, known);
        var kept = new List<RevocationRecord>(all.Length);
        // One part is made and on its way to the store while it keeps the one before.
        Task<IReadOnlyList<RevocationReceipt>>? before = null;
        foreach (var part in all.Chunk(LargestBatch))
        {
            var next = AppendAsync([.. part.Select(each => RevocationChange.Revoke(RevocationRecords.Make(each, key, known, now)))], cancellationToken).AsTask();
            if (before is not null)
            {
                await ((Task)before).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                // Whoever is told of a failure may count on nothing more being kept afterwards.
                if (!before.IsCompletedSuccessfully) await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                kept.AddRange((await before).Select(receipt => receipt.Record!));
            }
            before = next;
        }
        if (before is not null) kept.AddRange((await before).Select(receipt => receipt.Record!));
        return kept;
    }

    /// <summary>Revokes, and says whether that is new: to give an earlier revocation a later end makes none.</summary>
    public async ValueTask<(RevocationRecord Record, bool IsNew)> AddAsync(NewRevocation revocation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(revocation);
        var record = RevocationRecords.Make(revocation, await KeyAsync(cancellationToken), settings.Current, clock.GetUtcNow());
        var receipt = (await AppendAsync([RevocationChange.Revoke(record)], cancellationToken))[0];
        return (receipt.Record!, receipt.IsApplied && receipt.Record == record);
    }

    public async ValueTask<RevocationRecord?> LiftAsync(Guid id, string by, CancellationToken cancellationToken)
    {
        if (!RevocationId.From(id).IsOneToken && await store.FindAsync(id, cancellationToken) is { } record)
        {
            if (record.IsFinal) throw new InvalidOperationException("The client was deleted: its revocation cannot be lifted.");
            // A disabled client is enabled, whoever lifts: what was issued before stays refused.
            if (record is { Reason: RevocationReason.ClientDisabled, IssuedBefore: null, Target.Kind: RevocationKind.Client })
                return await EnableClientAsync(record.Target.AuthorizationServer!, record.Target.Value!, by, cancellationToken) ? record : null;
        }
        return (await AppendAsync([RevocationChange.Lift(id, by)], cancellationToken))[0].Record;
    }

    public ValueTask<RevocationRecord> DisableClientAsync(string authorizationServer, string clientId, string by, CancellationToken cancellationToken) =>
        RevokeAsync(RevocationRecords.OfClient(authorizationServer, clientId, by, RevocationReason.ClientDisabled), cancellationToken);

    public async ValueTask<bool> EnableClientAsync(string authorizationServer, string clientId, string by, CancellationToken cancellationToken)
    {
        var key = await KeyAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var disabled = RevocationRecords.OfClient(authorizationServer, clientId, by, RevocationReason.ClientDisabled);
        if (await IsDeletedAsync(disabled.Target, cancellationToken))
            throw new InvalidOperationException("The client was deleted: it cannot be enabled.");
        var replacement = RevocationRecords.Make(disabled with { IssuedBefore = now }, key, settings.Current, now);
        var lifted = RevocationId.Of(key, disabled.Target, null, isFinal: false).ToGuid();
        return (await AppendAsync([RevocationChange.Lift(lifted, by, replacement)], cancellationToken))[0].IsApplied;
    }

    public async ValueTask<bool> IsDeletedAsync(RevocationTarget client, CancellationToken cancellationToken) =>
        await store.FindAsync(RevocationId.Of(await KeyAsync(cancellationToken), client, null, isFinal: true).ToGuid(), cancellationToken) is not null;

    public ValueTask<RevocationRecord> DeleteClientAsync(string authorizationServer, string clientId, string by, CancellationToken cancellationToken) =>
        RevokeAsync(RevocationRecords.OfClient(authorizationServer, clientId, by, RevocationReason.ClientDeleted), cancellationToken);

    public async ValueTask<RevocationRecord?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } found && !(found.EndsAt <= clock.GetUtcNow()) ? found : null;

    public ValueTask<RevocationPage> ListAsync(RevocationQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.PageSize is < 1 or > 1000) throw new ArgumentOutOfRangeException(nameof(query), query.PageSize, "A page holds 1 to 1,000 revocations.");
        return store.QueryAsync(StillInForce(query), cancellationToken);
    }

    public ValueTask<long> CountAsync(RevocationQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return store.CountAsync(StillInForce(query), cancellationToken);
    }

    public IAsyncEnumerable<RevocationEvent> SubscribeAsync(CancellationToken cancellationToken) => view.Subscribers.Subscribe(cancellationToken);

    public TokenState StateOf(AccessToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.IsExpired(clock.GetUtcNow())) return TokenState.Expired;
        return view.Current?.Covers(token, default) == true ? TokenState.Revoked : TokenState.Active;
    }

    private RevocationQuery StillInForce(RevocationQuery query) => query.NotEndedAt is null ? query with { NotEndedAt = clock.GetUtcNow() } : query;

    private async ValueTask<SipHash> KeyAsync(CancellationToken cancellationToken) => SipHash.Create((await store.ReadKeyAsync(cancellationToken)).Span);

    // What is kept counts here as well, also where the caller no longer waits for it.
    private async ValueTask<IReadOnlyList<RevocationReceipt>> AppendAsync(RevocationChange[] changes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await KeepAsync(changes).WaitAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<RevocationReceipt>> KeepAsync(RevocationChange[] changes)
    {
        var receipts = await store.AppendAsync(changes, CancellationToken.None);
        var events = new List<RevocationEvent>(changes.Length);
        for (var place = 0; place < changes.Length; place++)
        {
            var (change, receipt) = (changes[place], receipts[place]);
            // What was revoked before is applied, too: another node may have done it, and this one may not have heard of it yet.
            if (!change.IsLift && (receipt.IsApplied || !view.IsShared)) events.Add(RevocationEvent.OfRevocation(receipt.Sequence, receipt.Record!));
            if (!change.IsLift || !receipt.IsApplied) continue;
            if (change.Record is { } replacement) events.Add(RevocationEvent.OfRevocation(receipt.Sequence, replacement));
            events.Add(RevocationEvent.OfLift(receipt.Sequence, change.Id, receipt.Record));
            Log.RevocationLifted(logger, change.Id, receipt.Record?.Target.ToString(), VisibleText.Escape(change.LiftedBy!));
        }
        view.ApplyOwn(events);
        return receipts;
    }
}
