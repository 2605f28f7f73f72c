namespace ScopeAuth;

/// <summary>Revokes tokens, lifts revocations, and lists them. Registered as a singleton.</summary>
/// <remarks>
/// When a method that changes something returns, the change is durable, and this node refuses the tokens from the next request on. Other nodes follow
/// within a fraction of a second, as their store allows. Changes throw what the store throws when it cannot keep them.
/// </remarks>
public interface IRevocationList
{
    /// <summary>Revokes.</summary>
    /// <param name="revocation">What, why, by whom.</param>
    /// <param name="cancellationToken">Ends the wait. The revocation may have been kept nevertheless.</param>
    /// <returns>The revocation in force. Where the same was revoked before, that of then, with the later of the two ends.</returns>
    /// <exception cref="ArgumentException">The authorization server is not configured, a text cannot be kept, or a time does not fit the target.</exception>
    ValueTask<RevocationRecord> RevokeAsync(NewRevocation revocation, CancellationToken cancellationToken = default);

    /// <summary>Revokes many at once: all of them or none for each 10,000.</summary>
    /// <param name="revocations">What, why, by whom.</param>
    /// <param name="cancellationToken">Ends the wait. Revocations may have been kept nevertheless; to send them again does no harm.</param>
    /// <returns>The revocations in force, in the same order.</returns>
    /// <exception cref="ArgumentException">One of them is wrong; none was kept.</exception>
    ValueTask<IReadOnlyList<RevocationRecord>> RevokeAsync(IReadOnlyList<NewRevocation> revocations, CancellationToken cancellationToken = default);

    /// <summary>Lifts a revocation: its tokens are good again, as far as they are not expired or revoked otherwise. A disabled client is enabled.</summary>
    /// <param name="id">Its ID.</param>
    /// <param name="by">The admin ID or the name of whoever lifts it; 1 to 256 characters. It is kept with the lift, and logged.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The revocation that was lifted; null where none with this ID was in force.</returns>
    /// <exception cref="ArgumentException">The name cannot be kept.</exception>
    /// <exception cref="InvalidOperationException">It is the end of a deleted client (<see cref="RevocationRecord.IsFinal"/>).</exception>
    ValueTask<RevocationRecord?> LiftAsync(Guid id, string by, CancellationToken cancellationToken = default);

    /// <summary>Refuses all tokens of a client, until it is enabled again.</summary>
    /// <param name="authorizationServer">The configured name of the server that knows the client.</param>
    /// <param name="clientId">The client ID.</param>
    /// <param name="by">The admin ID or the name of whoever does it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<RevocationRecord> DisableClientAsync(string authorizationServer, string clientId, string by, CancellationToken cancellationToken = default);

    /// <summary>Admits a disabled client again, with tokens issued from now on only.</summary>
    /// <param name="authorizationServer">The configured name of the server that knows the client.</param>
    /// <param name="clientId">The client ID.</param>
    /// <param name="by">The admin ID or the name of whoever does it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether the client was disabled. If not, nothing changed.</returns>
    /// <exception cref="InvalidOperationException">The client was deleted.</exception>
    ValueTask<bool> EnableClientAsync(string authorizationServer, string clientId, string by, CancellationToken cancellationToken = default);

    /// <summary>Refuses all tokens of a client for good.</summary>
    /// <param name="authorizationServer">The configured name of the server that knew the client.</param>
    /// <param name="clientId">The client ID.</param>
    /// <param name="by">The admin ID or the name of whoever does it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<RevocationRecord> DeleteClientAsync(string authorizationServer, string clientId, string by, CancellationToken cancellationToken = default);

    /// <summary>The revocation with an ID, if it is in force.</summary>
    /// <param name="id">The ID.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<RevocationRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>A page of the revocations in force, the newest first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentOutOfRangeException">The page size is not between 1 and 1,000.</exception>
    /// <exception cref="FormatException">The page is not one that this list named.</exception>
    ValueTask<RevocationPage> ListAsync(RevocationQuery query, CancellationToken cancellationToken = default);

    /// <summary>How many revocations in force meet the conditions.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<long> CountAsync(RevocationQuery query, CancellationToken cancellationToken = default);

    /// <summary>Tells of every change from now on, of this node and of others: to close connections that outlive a request, for example.</summary>
    /// <param name="cancellationToken">Ends the subscription.</param>
    /// <returns>The changes, once this node refuses what they name. Events of one token that come from another node may lack the record.</returns>
    /// <exception cref="InvalidOperationException">The reader is more than 65,536 changes behind. Ask <see cref="StateOf"/> about what you hold, and subscribe again.</exception>
    IAsyncEnumerable<RevocationEvent> SubscribeAsync(CancellationToken cancellationToken = default);

    /// <summary>The state of a token that was accepted before, from memory.</summary>
    /// <param name="token">The token's facts.</param>
    /// <remarks>It goes by the token's ID, client, subject, server and roles; a revocation by SHA-256 is seen only where the token itself is judged again.</remarks>
    TokenState StateOf(AccessToken token);
}
