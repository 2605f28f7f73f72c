using static ScopeAuth.Console.Servers.ServerField;

namespace ScopeAuth.Console.Servers;

/// <summary>All settings of an authorization server, in the order of the form. What is not here cannot be seen or set on a page: a secret by its value.</summary>
internal static class ServerFields
{
    private const string AsVendor = "One a line. Empty: as the vendor names them.";

    public static IReadOnlyList<ServerField> All { get; } =
    [
        Choice<Vendor>("Vendor", "Vendor", null, options => options.Vendor, (options, value) => options.Vendor = value),
        Text("Description", "Description", "At most 256 characters.", options => options.Description, (options, value) => options.Description = value),
        Flag("Enabled", "Enabled", "Its tokens are accepted.", options => options.Enabled, (options, value) => options.Enabled = value),
        Text("Issuer", "Issuer URI", "Exactly as in the tokens' iss; a slash at the end counts.", options => options.Issuer, (options, value) => options.Issuer = value),
        Text("JwksUri", "OAuth 2.0 JWKS location", "Empty: by the metadata of the issuer.", options => options.JwksUri, (options, value) => options.JwksUri = value),
        Lines("Audiences", "Audience URI", "One a line, or * for any.", options => options.Audiences, (options, value) => options.Audiences = value),
        Lines("ClientIds", "Client ID", "One a line, or * for any.", options => options.ClientIds, (options, value) => options.ClientIds = value),
        Lines("Organizations", "Organisations", "One a line: cloud::orgId. Its tokens carry roles in these and in no other.", options => options.Organizations, (options, value) => options.Organizations = value),
        .. Keys.Select(field => field with { IsAdvanced = true }),
        .. Rules.Select(field => field with { IsAdvanced = true }),
        .. Asked.Select(field => field with { IsAdvanced = true }),
    ];

    private static ServerField[] Keys =>
    [
        Flag("NoIssuer", "Its tokens carry no issuer", "A default PingFederate; the key ID finds the server.", options => options.NoIssuer, (options, value) => options.NoIssuer = value),
        Lines("Issuers", "Further issuers", "One a line, under the same keys.", options => options.Issuers, (options, value) => options.Issuers = value),
        Lines("Tenants", "Tenants", "Microsoft Entra ID: GUIDs, one a line, instead of the issuer.", options => options.Tenants, (options, value) => options.Tenants = value),
        Text("MetadataUri", "Metadata", "Empty: derived from vendor and issuer.", options => options.MetadataUri, (options, value) => options.MetadataUri = value),
        Text("JwksFile", "Key set in a file", "Below the folder that the service names for such files.", options => options.JwksFile, (options, value) => options.JwksFile = value),
        Lines("PublicKeys", "Public keys or certificates", "PEM files, one a line.", options => options.PublicKeys, (options, value) => options.PublicKeys = value),
        Flag("AllowMissingKeyId", "Tokens may lack a key ID", null, options => options.AllowMissingKeyId, (options, value) => options.AllowMissingKeyId = value),
        Flag("AllowHttp", "Plain http to loopback addresses", "For tests.", options => options.AllowHttp, (options, value) => options.AllowHttp = value),
        Flag("AllowPrivateNetwork", "May be at a private address", "Without this, addresses of the API's own network are refused.", options => options.AllowPrivateNetwork == true, (options, value) => options.AllowPrivateNetwork = value ? true : null),
    ];

    private static ServerField[] Rules =>
    [
        Lines("Algorithms", "Algorithms", "One a line.", options => options.Algorithms, (options, value) => options.Algorithms = value),
        Lines("TokenTypes", "Token types", "Values of typ, one a line; absent for none.", options => options.TokenTypes, (options, value) => options.TokenTypes = value),
        Seconds("ClockSkew", "Clock skew, seconds", "0 to 300.", options => options.ClockSkew, (options, value) => options.ClockSkew = value),
        Seconds("MaxTokenLifetime", "Longest token lifetime, seconds", "60 to 2,678,400.", options => options.MaxTokenLifetime, (options, value) => options.MaxTokenLifetime = value),
        Lines("ScopeClaims", "Scope claims", AsVendor, options => options.ScopeClaims, (options, value) => options.ScopeClaims = OrDefault(value)),
        Lines("RoleClaims", "Role claims", AsVendor, options => options.RoleClaims, (options, value) => options.RoleClaims = OrDefault(value)),
        Lines("ClientIdClaims", "Client ID claims", AsVendor, options => options.ClientIdClaims, (options, value) => options.ClientIdClaims = OrDefault(value)),
        Lines("TokenIdClaims", "Token ID claims", AsVendor, options => options.TokenIdClaims, (options, value) => options.TokenIdClaims = OrDefault(value)),
        Lines("Products", "ZIdentity products", "One a line.", options => options.Products, (options, value) => options.Products = value),
    ];

    private static ServerField[] Asked =>
    [
        Choice<TokenValidation>("Validation", "Validation", "By signature, by asking the server, or both.", options => options.Validation, (options, value) => options.Validation = value),
        Text("IntrospectionUri", "Introspection endpoint", "Empty: by the metadata.", options => options.IntrospectionUri, (options, value) => options.IntrospectionUri = value),
        Text("IntrospectionClient.Id", "Client that asks", null, options => options.IntrospectionClient.Id, (options, value) => options.IntrospectionClient.Id = value),
        new("IntrospectionClient.Method", "How it authenticates", "Empty: by what is given below.", FieldKind.Choice, options => options.IntrospectionClient.Method?.ToString() ?? "",
            (options, text) => options.IntrospectionClient.Method = text.Length == 0 ? null
                : Enum.TryParse<ClientAuthenticationMethod>(text, out var method) && Enum.IsDefined(method) ? method : throw new FormatException("How it authenticates: choose one of the list."))
        {
            Choices = ["", .. Enum.GetNames<ClientAuthenticationMethod>()],
        },
        Text("IntrospectionClient.SecretFile", "File with its secret", "A secret is never kept by value.", options => options.IntrospectionClient.SecretFile, (options, value) => options.IntrospectionClient.SecretFile = value),
        Text("IntrospectionClient.SecretVariable", "Environment variable with its secret", null, options => options.IntrospectionClient.SecretVariable, (options, value) => options.IntrospectionClient.SecretVariable = value),
        Text("IntrospectionClient.KeyFile", "File with its private key", null, options => options.IntrospectionClient.KeyFile, (options, value) => options.IntrospectionClient.KeyFile = value),
        Text("IntrospectionClient.KeyId", "ID of that key", null, options => options.IntrospectionClient.KeyId, (options, value) => options.IntrospectionClient.KeyId = value),
        Text("IntrospectionClient.Algorithm", "Algorithm of that key", null, options => options.IntrospectionClient.Algorithm, (options, value) => options.IntrospectionClient.Algorithm = value),
        Text("IntrospectionClient.Audience", "Audience of its assertions", null, options => options.IntrospectionClient.Audience, (options, value) => options.IntrospectionClient.Audience = value),
        Text("IntrospectionClient.CertificateFile", "File with its certificate", null, options => options.IntrospectionClient.CertificateFile, (options, value) => options.IntrospectionClient.CertificateFile = value),
        Text("IntrospectionClient.PasswordFile", "File with the password of key or certificate", null, options => options.IntrospectionClient.PasswordFile, (options, value) => options.IntrospectionClient.PasswordFile = value),
        Seconds("IntrospectionCacheDuration", "An answer is used for, seconds", "0 to 300.", options => options.IntrospectionCacheDuration, (options, value) => options.IntrospectionCacheDuration = value),
        Lines("OpaqueTokens", "Opaque tokens begin with", "One a line, or *.", options => options.OpaqueTokens, (options, value) => options.OpaqueTokens = value),
        Flag("SignedIntrospection", "Answers must be signed", null, options => options.SignedIntrospection, (options, value) => options.SignedIntrospection = value),
    ];

    private static List<string>? OrDefault(List<string> values) => values.Count == 0 ? null : values;
}
