namespace ScopeAuth.Introspection;

/// <summary><c>private_key_jwt</c> (RFC 7523 section 2.2).</summary>
internal sealed class AssertionAuthentication(ChangingFile<ClientKey> file, string? clientId, string? audience, bool reuses, TimeProvider clock) : IClientAuthentication
{
    private ClientAssertion? _last;

    public async ValueTask<ClientProof?> ProveAsync(FormText form, Uri endpoint, CancellationToken cancellationToken)
    {
        if (await file.ReadAsync(cancellationToken) is not { } key || (clientId ?? key.ClientId) is not { } id) return null;
        form.Add("client_id", id)
            .Add("client_assertion_type", ClientAssertion.Type)
            .Add("client_assertion", AssertionOf(key, id, audience ?? endpoint.AbsoluteUri).Compact);
        return ClientProof.InForm;
    }

    private ClientAssertion AssertionOf(ClientKey key, string id, string aud)
    {
        var now = clock.GetUtcNow();
        if (reuses && Volatile.Read(ref _last) is { } last && last.Key == key && now < last.UsableUntil) return last;
        var signed = ClientAssertion.Sign(key, id, aud, now);
        if (reuses) Volatile.Write(ref _last, signed);
        return signed;
    }
}
