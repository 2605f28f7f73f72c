namespace ScopeAuth.Testing.Endpoints;

/// <summary>Token revocation, RFC 7009 section 2.</summary>
internal static class RevocationEndpoint
{
    public static Answer Decide(ClientRequest request)
    {
        var text = request["token"];
        if (text.Length == 0) return Answer.InvalidRequest("The token is missing.");

        var token = request.Server.Tokens.Find(text);
        var key = request.Server.ApiKeys.Find(text);
        var owner = token?.ClientId ?? key?.ClientId;
        if (owner is not null && owner != request.Client.Id) return Answer.InvalidGrant("The token is another client's.");

        token?.Revoke();
        key?.Revoke();
        return new(Body: null);                                // also for a token nobody knows: it is as good as revoked
    }
}
