using System.Text.Json.Nodes;
using ScopeAuth.Testing.Clients;
using ScopeAuth.Testing.Tokens;

namespace ScopeAuth.Testing.Endpoints;

/// <summary>
/// The token endpoint: client credentials (RFC 6749 section 4.4) and, where the vendor has it, refresh tokens (section 6).
/// </summary>
internal static class TokenEndpoint
{
    public static Answer Decide(ClientRequest request)
    {
        var grantType = request["grant_type"];
        if (grantType.Length == 0) return Answer.InvalidRequest("The grant type is missing.");
        if (!request.Server.Profile.GrantTypes.Contains(grantType)) return Answer.UnsupportedGrantType;
        return grantType == "refresh_token" ? Refresh(request) : ClientCredentials(request);
    }

    private static Answer ClientCredentials(ClientRequest request)
    {
        IList<string> scopes = ScopeText.Read(request["scope"]);
        // Microsoft's clients ask for everything they were assigned, ZIdentity's cannot ask for less.
        if (scopes.Count == 0 || scopes[0].EndsWith("/.default", StringComparison.Ordinal)) scopes = request.Client.Scopes;
        if (scopes.Count == 0) return Answer.InvalidScope("The client has to name a scope.");
        if (!scopes.All(request.Server.MayIssue)) return Answer.InvalidScope("A scope is not one of this server's.");

        return Issue(request, new()
        {
            Scopes = scopes,
            ClientId = request.Client.Id,
            Lifetime = request.Client.AccessTokenLifetime,
            ByAssertion = request.Identity.Method == ClientMethods.PrivateKeyJwt,
        });
    }

    private static Answer Refresh(ClientRequest request)
    {
        var key = request.Server.ApiKeys.Find(request["refresh_token"]);
        if (key?.Status is not TestTokenStatus.Active || key.ClientId != request.Client.Id)
            return Answer.InvalidGrant("The refresh token is unknown, expired, revoked or another client's.");

        IReadOnlyList<string> scopes = ScopeText.Read(request["scope"]);
        if (scopes.Count == 0) scopes = key.Scopes;
        return scopes.All(key.Scopes.Contains)
            ? Issue(request, new() { Scopes = [.. scopes], ClientId = key.ClientId, Subject = key.Subject, ApiKey = key })
            : Answer.InvalidScope("A scope is not one of the refresh token's.");
    }

    private static Answer Issue(ClientRequest request, TestToken token) => new(new JsonObject
    {
        ["access_token"] = request.Server.IssueToken(token),
        ["token_type"] = "Bearer",
        ["expires_in"] = (long)(token.Lifetime ?? request.Server.TokenLifetime).TotalSeconds,
        ["scope"] = string.Join(' ', token.Scopes),
    });
}
