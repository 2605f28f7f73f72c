using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ScopeAuth.Testing.Keys;

namespace ScopeAuth.Testing.Endpoints;

/// <summary>The key set, RFC 7517 section 5.</summary>
internal static class KeysEndpoint
{
    public static Task AnswerAsync(HttpContext context, TestAuthorizationServer server, string path)
    {
        if ((server.Options.KeysCacheControl ?? server.Profile.KeysCacheControl) is { } cacheControl)
            context.Response.Headers.CacheControl = cacheControl;

        return Json.WriteAsync(context, KeySet(server, path));
    }

    private static JsonObject KeySet(TestAuthorizationServer server, string path)
    {
        return new() { ["keys"] = new JsonArray([.. server.Keys.Published.Select(Describe)]) };

        JsonObject Describe(SigningKey key)
        {
            var jwk = key.ToJwk();
            server.Profile.DescribeKey(jwk, key, server.Options, path);
            return jwk;
        }
    }
}
