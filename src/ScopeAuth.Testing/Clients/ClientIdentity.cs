namespace ScopeAuth.Testing.Clients;

/// <summary>A client that proved who it is, and how.</summary>
internal sealed record ClientIdentity(TestClient Client, string Method);
