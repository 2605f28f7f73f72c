using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ScopeAuth.Testing.Vendors;

namespace ScopeAuth.Testing.Endpoints;

/// <summary>A metadata document, RFC 8414 section 2 and OpenID Connect Discovery 1.0 section 3.</summary>
internal static class MetadataEndpoint
{
    public static Task AnswerAsync(HttpContext context, TestAuthorizationServer server, MetadataDocument document) =>
        Json.WriteAsync(context, server.Faults.MetadataBody ?? Json.Text(Write(server, document)));

    private static JsonObject Write(TestAuthorizationServer server, MetadataDocument document) => new()
    {
        ["issuer"] = server.Faults.MetadataIssuer ?? server.Options.Issuer ?? document.Issuer ?? server.Issuer,
        ["token_endpoint"] = server.TokenEndpoint.AbsoluteUri,
        ["jwks_uri"] = (document.JwksPath is { } path ? server.At(path) : server.JwksUri).AbsoluteUri,
        ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_basic", "client_secret_post"),
        ["grant_types_supported"] = new JsonArray("client_credentials"),
        ["response_types_supported"] = new JsonArray("code"),
        ["subject_types_supported"] = new JsonArray("public"),
        ["id_token_signing_alg_values_supported"] = new JsonArray(server.Options.Algorithm),
    };
}
