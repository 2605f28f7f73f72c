namespace ScopeAuth.Introspection;

/// <summary><c>private_key_jwt</c> (RFC 7523 section 2.2): one assertion serves for a while, unless the server is found to want a new one each time.</summary>
internal sealed class AssertionAuthentication(ChangingFile<ClientKey> file, string? clientId, string? audience, TimeProvider clock, Action refusedReuse)
    : IClientAuthentication
{
    private static readonly ClientProof s_shared = new(null);

    private ClientAssertion? _last;

    // Of one key: a refusal may have been about the key itself, and says nothing of the next one.
    private ClientKey? _refusedFor;

    public async ValueTask<ClientProof?> ProveAsync(FormText form, Uri endpoint, CancellationToken cancellationToken)
    {
        if (await file.ReadAsync(cancellationToken) is not { } key || (clientId ?? key.ClientId) is not { } id) return null;
        var isShared = Volatile.Read(ref _refusedFor) != key;
        var aud = audience ?? endpoint.AbsoluteUri;
        var assertion = isShared ? Shared(key, id, aud) : ClientAssertion.Sign(key, id, aud, clock.GetUtcNow());
        form.Add("client_id", id)
            .Add("client_assertion_type", ClientAssertion.Type)
            .Add("client_assertion", assertion.Compact);
        return isShared ? s_shared : ClientProof.InForm;
    }

    public bool TryRenew(ClientProof refused)
    {
        if (refused != s_shared || Volatile.Read(ref _last) is not { Key: var key }) return false;
        if (Interlocked.Exchange(ref _refusedFor, key) != key) refusedReuse();
        return true;
    }

    private ClientAssertion Shared(ClientKey key, string id, string aud)
    {
        var now = clock.GetUtcNow();
        if (Volatile.Read(ref _last) is { } last && last.Key == key && now < last.UsableUntil) return last;
        var signed = ClientAssertion.Sign(key, id, aud, now);
        Volatile.Write(ref _last, signed);
        return signed;
    }
}
