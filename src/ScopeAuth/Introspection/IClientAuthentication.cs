namespace ScopeAuth.Introspection;

/// <summary>How this API's client proves who it is.</summary>
internal interface IClientAuthentication
{
    /// <summary>Adds to the form what belongs there.</summary>
    /// <returns>What belongs into the header; null if the secret or key cannot be read at the moment.</returns>
    ValueTask<ClientProof?> ProveAsync(FormText form, Uri endpoint, CancellationToken cancellationToken);

    /// <summary>The server refused the proof.</summary>
    /// <returns>Whether a new one may fare better: an assertion that was sent before is refused by servers that keep its ID (RFC 7523 section 3).</returns>
    bool TryRenew(ClientProof refused) => false;
}
