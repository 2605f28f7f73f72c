namespace ScopeAuth;

/// <summary>Where revocations are kept. The seam for stores: the embedded one, that of <c>ScopeAuth.PostgreSql</c>, and your own.</summary>
/// <remarks>
/// <para>
/// The road of a request never asks the store: each node answers from its own memory, which <see cref="FollowAsync"/> feeds. Memory holds a
/// fingerprint of each revoked token and nothing else of it; who revoked it and why stays in the store.
/// </para>
/// <para>
/// The store keeps a set of revocations by ID, and numbers every change of it with a <em>sequence</em> that grows and is never used twice. Its duties:
/// what <see cref="AppendAsync"/> has acknowledged survives any crash; two changes of one ID take effect in the order of their sequences, on every node;
/// a batch takes effect whole or not at all. All members may be called at once from any thread. An outage is an exception of any type: the node
/// tries again, and answers from what it has for as long as that is fresh enough (<see cref="RevocationOptions.MaxStaleness"/>).
/// </para>
/// <para>Register it as a singleton; <see cref="ScopeAuthBuilder.AddRevocationStore{TStore}"/> does. One that is disposable is disposed of by the host.</para>
/// </remarks>
public interface IRevocationStore
{
    /// <summary>Gets ready, once, before the application serves requests and before any other member is called.</summary>
    /// <remarks>Do here what has to stop the start when it fails, such as opening local files. Do not wait for a network: a node must start without it.</remarks>
    /// <param name="cancellationToken">The start is given up.</param>
    ValueTask OpenAsync(CancellationToken cancellationToken);

    /// <summary>The 16 random bytes from which IDs are made. Made once by the store, kept with the revocations, the same for every node for ever.</summary>
    /// <remarks>They are a secret: with them a token ID could be made that collides with another. Never show or log them.</remarks>
    /// <param name="cancellationToken">The application stops.</param>
    ValueTask<ReadOnlyMemory<byte>> ReadKeyAsync(CancellationToken cancellationToken);

    /// <summary>Every change after a position, as long as the application runs: first what is kept, then what comes, of this node and of all others.</summary>
    /// <remarks>
    /// <para>
    /// After position 0 it yields the whole list first, without what was lifted or has ended: in batches of some thousand events, and without holding
    /// all of them in memory. Then it goes on with changes as soon as they are committed. It never ends by itself.
    /// </para>
    /// <para>
    /// A change may be yielded twice, and must never be left out: not during a reconnect, and not where transactions commit in another order than that
    /// of their sequences. At least every few seconds it yields a batch with a new <see cref="RevocationBatch.CompleteAsOf"/>, an empty one if
    /// nothing happened. After an exception the node calls again with the last <see cref="RevocationBatch.Position"/>.
    /// </para>
    /// </remarks>
    /// <param name="after">The position that the node has reached; 0 for nothing.</param>
    /// <param name="cancellationToken">The application stops.</param>
    IAsyncEnumerable<RevocationBatch> FollowAsync(long after, CancellationToken cancellationToken);

    /// <summary>Keeps changes, in their order, all of them or none. When it returns they are durable.</summary>
    /// <remarks>
    /// What <see cref="RevocationChange.Revoke"/> and <see cref="RevocationChange.Lift"/> say about IDs that are in force or not is decided here, in
    /// one step with the change, also against other nodes. After an exception the caller does not know whether they were kept; they may be sent again.
    /// </remarks>
    /// <param name="changes">1 to 10,000 changes.</param>
    /// <param name="cancellationToken">Ends the wait. The changes may have been kept nevertheless.</param>
    /// <returns>One receipt for each change, in the same order.</returns>
    ValueTask<IReadOnlyList<RevocationReceipt>> AppendAsync(IReadOnlyList<RevocationChange> changes, CancellationToken cancellationToken);

    /// <summary>The revocation with an ID, if it is in force.</summary>
    /// <param name="id">The ID.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<RevocationRecord?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>A page of the revocations in force, the newest (by sequence) first.</summary>
    /// <remarks>
    /// Whoever follows <see cref="RevocationPage.Next"/> to its end sees everything that was in force all the while, once. What is given a later end
    /// meanwhile may count as new.
    /// </remarks>
    /// <param name="query">Which; its page size is within bounds.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="FormatException"><see cref="RevocationQuery.Page"/> is not one of this store's.</exception>
    ValueTask<RevocationPage> QueryAsync(RevocationQuery query, CancellationToken cancellationToken);

    /// <summary>How many revocations in force meet the conditions. Page and page size do not matter.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<long> CountAsync(RevocationQuery query, CancellationToken cancellationToken);

    /// <summary>Drops what has ended (<see cref="RevocationRecord.EndsAt"/> is before <paramref name="endedBefore"/>). Called every few minutes by every node.</summary>
    /// <remarks>Nodes drop it from their memory by themselves: no change is yielded for it.</remarks>
    /// <param name="endedBefore">The time.</param>
    /// <param name="cancellationToken">The application stops.</param>
    /// <returns>How many were dropped, as far as the store counts them.</returns>
    ValueTask<long> PurgeAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken);
}
