namespace ScopeAuth.Introspection;

/// <summary>A client that only says its ID: it has nothing to prove it with.</summary>
internal sealed class NamedClient(string clientId) : IClientAuthentication
{
    public ValueTask<ClientProof?> ProveAsync(FormText form, Uri endpoint, CancellationToken cancellationToken)
    {
        form.Add("client_id", clientId);
        return new(ClientProof.InForm);
    }
}
