using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ScopeAuth.Testing.Clients;
using ScopeAuth.Testing.Keys;
using ScopeAuth.Testing.Vendors;

namespace ScopeAuth.Testing.Endpoints;

/// <summary>A metadata document, RFC 8414 section 2 and OpenID Connect Discovery 1.0 section 3.</summary>
internal static class MetadataEndpoint
{
    public static Task AnswerAsync(HttpContext context, TestAuthorizationServer server, MetadataDocument document) =>
        Json.WriteAsync(context, Write(server, document));

    private static JsonObject Write(TestAuthorizationServer server, MetadataDocument document)
    {
        var profile = server.Profile;
        var metadata = new JsonObject
        {
            ["issuer"] = server.Faults.MetadataIssuer ?? server.Options.Issuer ?? document.Issuer ?? server.Issuer,
            ["token_endpoint"] = server.TokenEndpoint.AbsoluteUri,
            ["jwks_uri"] = (document.JwksPath is { } path ? server.At(path) : server.JwksUri).AbsoluteUri,
            ["token_endpoint_auth_methods_supported"] = VendorProfile.ArrayOf(ClientMethods.Usual),
            ["token_endpoint_auth_signing_alg_values_supported"] = VendorProfile.ArrayOf(SignatureAlgorithm.Names),
            ["grant_types_supported"] = VendorProfile.ArrayOf(profile.GrantTypes),
            ["response_types_supported"] = new JsonArray("code"),
            ["subject_types_supported"] = new JsonArray("public"),
            ["id_token_signing_alg_values_supported"] = new JsonArray(server.Options.Algorithm),
        };
        AddEndpoint("introspection_endpoint", server.IntrospectionEndpoint, profile.IntrospectionMethods);
        AddEndpoint("revocation_endpoint", server.RevocationEndpoint, profile.RevocationMethods);
        return metadata;

        void AddEndpoint(string name, Uri? address, IReadOnlyList<string> methods)
        {
            if (address is null) return;
            metadata[name] = address.AbsoluteUri;
            metadata[$"{name}_auth_methods_supported"] = VendorProfile.ArrayOf(methods);
        }
    }
}
