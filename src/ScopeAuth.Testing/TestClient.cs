namespace ScopeAuth.Testing;

/// <summary>A client that may ask a test server for tokens, and for the state of tokens.</summary>
public sealed class TestClient
{
    /// <summary>
    /// The client ID, as it is written into the vendor's claim: <c>client_id</c>, <c>cid</c>, <c>appid</c> or <c>azp</c>.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>
    /// The secret for Basic or form authentication; <see langword="null"/>, the default, if the client has none.
    /// </summary>
    public string? Secret { get; init; }

    /// <summary>
    /// Where the client publishes the keys of its assertions. They are fetched for every assertion. None by default.
    /// </summary>
    public Uri? JwksUri { get; init; }

    /// <summary>Uploaded keys of its assertions, each a PEM of a public key or of a certificate. None by default.</summary>
    public IList<string> PublicKeys { get; init; } = [];

    /// <summary>
    /// The role scopes the client gets when it asks for none, or for Microsoft's <c>.default</c>. Empty by default: such a
    /// request is then answered with <c>invalid_scope</c>.
    /// </summary>
    public IList<string> Scopes { get; init; } = [];

    /// <summary>The lifetime of the client's access tokens; by default the server's.</summary>
    public TimeSpan? AccessTokenLifetime { get; init; }

    /// <summary>
    /// ZITADEL: the project the client belongs to, by default the one in the audience. To a client of another project every
    /// token is inactive.
    /// </summary>
    public string? ZitadelProjectId { get; init; }

    /// <summary>
    /// Whether the client may authenticate. Changed by <see cref="TestClients.Disable"/> and <see cref="TestClients.Enable"/>.
    /// </summary>
    public bool Enabled { get; internal set; } = true;

    internal bool HasKeys => JwksUri is not null || PublicKeys.Count > 0;
}
