namespace ScopeAuth;

/// <summary>Keeps the tokens seen by all nodes of an application, beyond what one process holds in memory. Register it as a singleton service.</summary>
/// <remarks><see cref="SeenTokens"/> asks it, and hands over what is new every two seconds. No request waits for it.</remarks>
public interface ISeenTokenStore
{
    /// <summary>Adds what is new: tokens not seen before, and further uses of others.</summary>
    /// <param name="tokens">
    /// Each token once. <see cref="SeenToken.Uses"/> is the number of uses since they were handed over last. <see cref="SeenToken.Header"/> and <see cref="SeenToken.Claims"/>
    /// come with the first time alone. Text in them may hold any character.
    /// </param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>When all are kept. After an exception the same tokens come again.</returns>
    ValueTask AddAsync(IReadOnlyList<SeenToken> tokens, CancellationToken cancellationToken);

    /// <summary>Finds tokens, in falling order of <see cref="SeenTokenPlace"/>, without header and claims.</summary>
    /// <param name="query">Which ones. <see cref="TokenState.Active"/> and <see cref="TokenState.Revoked"/> both mean: not expired; which of the two, the caller finds out.</param>
    /// <param name="now">The time by which a token has expired or has not.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="IOException">The store cannot be read.</exception>
    ValueTask<SeenTokenPage> QueryAsync(SeenTokenQuery query, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Finds one token, with header and claims.</summary>
    /// <param name="id">Its <see cref="SeenToken.Id"/>.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>Null if it is not known, or no longer.</returns>
    /// <exception cref="IOException">The store cannot be read.</exception>
    ValueTask<SeenToken?> FindAsync(string id, CancellationToken cancellationToken);
}
