namespace ScopeAuth;

/// <summary>The road of a token without HTTP: for gRPC streams, queues, WebSockets and tests. Registered as a singleton.</summary>
public interface IAccessTokenValidator
{
    /// <summary>Judges one access token: issuer, algorithm, times, audience, client, key, signature, role scopes.</summary>
    /// <param name="token">The token alone, without <c>Bearer</c>.</param>
    /// <param name="cancellationToken">Ends this wait, never the shared fetch of keys behind it.</param>
    /// <returns>
    /// The verdict. A bad token is a verdict, not an exception. It completes at once unless the token names a key that is not known
    /// yet; then it waits at most 2 s for one shared fetch.
    /// </returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled while keys were fetched.</exception>
    ValueTask<TokenVerdict> ValidateAsync(string token, CancellationToken cancellationToken = default);
}
