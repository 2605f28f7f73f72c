using System.Text.Json.Nodes;

namespace ScopeAuth.Testing.Endpoints;

/// <summary>Token introspection, RFC 7662 section 2.</summary>
internal static class IntrospectionEndpoint
{
    private static readonly string[] Copied = ["exp", "iat", "nbf", "sub", "aud", "iss", "jti"];

    public static Answer Decide(ClientRequest request)
    {
        if (request["token"].Length == 0) return Answer.InvalidRequest("The token is missing.");

        var token = request.Server.Tokens.Find(request["token"]);
        return token?.Status is TestTokenStatus.Active && request.Server.Profile.MayIntrospect(request.Client, token)
            ? new(Describe(token, request.Server))
            : new(new JsonObject { ["active"] = false });      // and nothing else: the caller learns no more about it
    }

    private static JsonObject Describe(TestIssuedToken token, TestAuthorizationServer server)
    {
        var answer = new JsonObject
        {
            ["active"] = true,
            ["scope"] = string.Join(' ', token.Scopes),        // text here also where the vendor's tokens hold an array
            ["client_id"] = token.ClientId,
            ["token_type"] = "Bearer",
        };
        foreach (var name in Copied)
            if (token.Claims[name] is { } value) answer[name] = value.DeepClone();

        server.Profile.DescribeActive(answer, token);
        return answer;
    }
}
