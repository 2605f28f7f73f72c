using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using ScopeAuth.Testing.Clients;
using ScopeAuth.Testing.Keys;

namespace ScopeAuth.Testing.Vendors;

/// <summary>
/// What sets one vendor's server apart: its paths, the members of its token headers and keys, and the claims of its tokens.
/// </summary>
internal sealed record VendorProfile
{
    /// <summary>The issuer of the tokens, from the base address without a trailing slash.</summary>
    public Func<TestAuthorizationServerOptions, string, string> Issuer { get; init; } = (_, baseAddress) => baseAddress;

    /// <summary>The documents; the first is the one a resource server is told to read.</summary>
    public required Func<TestAuthorizationServerOptions, MetadataDocument[]> Metadata { get; init; }

    /// <summary>The key sets; the first is the one a resource server is told to read.</summary>
    public required Func<TestAuthorizationServerOptions, string[]> JwksPaths { get; init; }

    /// <summary>The token endpoints; the first is named by the metadata.</summary>
    public required Func<TestAuthorizationServerOptions, string[]> TokenPaths { get; init; }

    /// <summary>
    /// Where tokens are introspected and revoked; <see langword="null"/> where the vendor documents no such endpoint.
    /// </summary>
    public string? IntrospectionPath { get; init; }

    public string? RevocationPath { get; init; }

    public IReadOnlyList<string> IntrospectionMethods { get; init; } = ClientMethods.Usual;

    public IReadOnlyList<string> RevocationMethods { get; init; } = ClientMethods.Usual;

    public IReadOnlyList<string> GrantTypes { get; init; } = ["client_credentials"];

    /// <summary>The audiences of a client assertion sent to an endpoint, of which it has to name one.</summary>
    public Func<TestAuthorizationServer, string, string[]> AssertionAudiences { get; init; } =
        (server, endpoint) => [server.Issuer, endpoint, server.TokenEndpoint.AbsoluteUri];

    public Func<TestClient, TestIssuedToken, bool> MayIntrospect { get; init; } = (_, _) => true;

    /// <summary>Adds the vendor's own members to the introspection answer of an active token.</summary>
    public Action<JsonObject, TestIssuedToken> DescribeActive { get; init; } = (_, _) => { };

    public required string DefaultAudience { get; init; }

    public required TimeSpan DefaultLifetime { get; init; }

    /// <summary>The header of an access token. The algorithm's name is that of the signature.</summary>
    public required Func<SigningKey, string, TestAuthorizationServerOptions, JsonObject> Header { get; init; }

    public required Func<TokenFacts, JsonObject> Payload { get; init; }

    public Func<string> NewTokenId { get; init; } = () => Guid.NewGuid().ToString();

    public Func<X509Certificate2, string> NameKey { get; init; } = Thumbprint;

    /// <summary>Adds the vendor's own members to a published key; the path tells which of its key sets is meant.</summary>
    public Action<JsonObject, SigningKey, TestAuthorizationServerOptions, string> DescribeKey { get; init; } =
        (jwk, key, _, _) => jwk["alg"] = key.Algorithm.Name;

    /// <summary>Keys that are published beside the ones that sign tokens.</summary>
    public IReadOnlyList<(string Algorithm, string Use)> OtherKeys { get; init; } = [];

    /// <summary>How long the vendor lets clients keep its key set.</summary>
    public string? KeysCacheControl { get; init; }

    public static VendorProfile Of(Vendor vendor) => vendor switch
    {
        Vendor.Generic => Generic.Profile,
        Vendor.Okta => Okta.Profile,
        Vendor.EntraId => EntraId.Profile,
        Vendor.PingFederate => PingFederate.Profile,
        Vendor.ZIdentity => ZIdentity.Profile,
        Vendor.Zitadel => Zitadel.Profile,
        Vendor.SafewhereIdentify => SafewhereIdentify.Profile,
        _ => throw new ArgumentOutOfRangeException(nameof(vendor), vendor, "Not a vendor."),
    };

    public static string Thumbprint(X509Certificate2 certificate) => Base64Url.EncodeToString(certificate.GetCertHash());

    public static string RandomText(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));

    public static JsonArray ArrayOf(IEnumerable<string> values) => [.. values.Select(value => (JsonNode)value)];
}
