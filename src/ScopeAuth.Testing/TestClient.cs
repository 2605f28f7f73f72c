namespace ScopeAuth.Testing;

/// <summary>A client that may ask a test server for tokens.</summary>
public sealed class TestClient
{
    /// <summary>The client ID, as it is written into the vendor's claim (<c>client_id</c>, <c>cid</c>, <c>appid</c> or <c>azp</c>).</summary>
    public required string Id { get; init; }

    /// <summary>The secret for Basic or form authentication; <see langword="null"/> (the default) if the client has none.</summary>
    public string? Secret { get; init; }

    /// <summary>
    /// The role scopes the client gets when it asks for none, or for Microsoft's <c>.default</c>. Empty by default: such a request is
    /// then answered with <c>invalid_scope</c>.
    /// </summary>
    public IList<string> Scopes { get; init; } = [];
}
