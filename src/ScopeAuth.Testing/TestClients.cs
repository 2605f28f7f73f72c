using System.Collections.Immutable;
using ScopeAuth.Testing.Tokens;

namespace ScopeAuth.Testing;

/// <summary>The clients of a running server, as its administrator manages them.</summary>
public sealed class TestClients
{
    private readonly TokenRegister _tokens;
    private ImmutableList<TestClient> _clients = [];

    internal TestClients(IEnumerable<TestClient> clients, TokenRegister tokens)
    {
        _tokens = tokens;
        foreach (var client in clients) Add(client);
    }

    /// <summary>All clients, enabled or not, in the order they were added.</summary>
    public IReadOnlyList<TestClient> All => _clients;

    /// <summary>Adds a client.</summary>
    /// <param name="client">The client.</param>
    /// <exception cref="ArgumentException">There is one with this ID already.</exception>
    public void Add(TestClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        ImmutableInterlocked.Update(ref _clients, static (clients, added) =>
            clients.Exists(known => known.Id == added.Id)
                ? throw new ArgumentException($"There is a client '{added.Id}' already.", nameof(client))
                : clients.Add(added), client);
    }

    /// <summary>Disables a client: it can authenticate no longer, and all its tokens are revoked.</summary>
    /// <param name="id">The client's ID.</param>
    /// <exception cref="ArgumentException">There is no such client.</exception>
    public void Disable(string id)
    {
        Find(id).Enabled = false;
        _tokens.RevokeAll(token => token.ClientId == id);
    }

    /// <summary>Enables a client. It can ask for new tokens; the revoked ones stay revoked.</summary>
    /// <param name="id">The client's ID.</param>
    /// <exception cref="ArgumentException">There is no such client.</exception>
    public void Enable(string id) => Find(id).Enabled = true;

    /// <summary>Deletes a client: it is unknown from now on, and all its tokens are revoked.</summary>
    /// <param name="id">The client's ID.</param>
    /// <exception cref="ArgumentException">There is no such client.</exception>
    public void Delete(string id)
    {
        ImmutableInterlocked.Update(ref _clients, static (clients, deleted) => clients.Remove(deleted), Find(id));
        _tokens.RevokeAll(token => token.ClientId == id);
    }

    internal TestClient? FindEnabled(string? id) => _clients.Find(client => client.Id == id && client.Enabled);

    private TestClient Find(string id) =>
        _clients.Find(client => client.Id == id) ?? throw new ArgumentException($"There is no client '{id}'.", nameof(id));
}
