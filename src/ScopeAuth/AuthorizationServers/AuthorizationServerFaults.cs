using System.Text;
using ScopeAuth.Hosting;
using ScopeAuth.Introspection;
using ScopeAuth.Keys;
using ScopeAuth.Scopes;
using ScopeAuth.Tokens;

namespace ScopeAuth.AuthorizationServers;

/// <summary>What can be wrong with the settings of an authorization server.</summary>
internal static class AuthorizationServerFaults
{
    private const int MaxNameLength = 64;
    private const int MaxDescriptionLength = 256;

    public static void Find(string path, string name, AuthorizationServerOptions server, IDictionary<string, CloudOptions> clouds, List<string> faults)
    {
        if (name.Length is 0 or > MaxNameLength || name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not '-' and not '_' and not '.'))
            faults.Add($"{path}: a server's name has 1 to {MaxNameLength} letters, digits, '-', '_' or '.'; for example \"acme-okta\".");
        if (server.Description?.Length > MaxDescriptionLength) faults.Add($"{path}:Description: at most {MaxDescriptionLength} characters are expected.");
        FindIssuer(path, server, faults);
        FindKeySource(path, server, faults);
        IntrospectionFaults.Find(path, server, faults);
        // Of a server that is in use only: a disabled one may wait for its files.
        if (server.Enabled) KeyFileFaults.Find(path, server, faults);
        FindAnyOrSome($"{path}:Audiences", server.Audiences, "\"https://api.example\"", faults);
        if (server.Vendor == Vendor.Zitadel && server.Audiences is ["*"] && server.RoleClaims is null)
            faults.Add($"{path}:Audiences: the ID of the API's project is expected, because the roles are found by it; for example [ \"294645919545032706\" ].");
        FindAnyOrSome($"{path}:ClientIds", server.ClientIds, "\"0oa1\"", faults);
        OrganizationFaults.Find($"{path}:Organizations", server.Organizations, clouds, orAll: false, faults);
        if (server.Vendor == Vendor.SafewhereIdentify && server.Organizations.Count > 1)
            faults.Add($"{path}:Organizations: the tokens of SafewhereIdentify name roles and no organisation, so exactly one is expected.");
        FindRules(path, server, faults);
    }

    /// <summary>Two servers with one issuer: nobody could say whose token it is.</summary>
    public static void FindShared(ConfigurationSource source, ScopeAuthOptions options, List<string> faults)
    {
        var issuers = options.AuthorizationServers.Where(server => server.Value.Enabled)
            .SelectMany(server => ServerIssuers.Of(server.Value).Distinct(), (server, issuer) => (server.Key, issuer));
        foreach (var shared in issuers.GroupBy(entry => entry.issuer, StringComparer.Ordinal).Where(group => group.Count() > 1))
            faults.Add($"{source.PathOf("AuthorizationServers")}: {string.Join(" and ", shared.Select(entry => entry.Key))} have the same issuer "
                + $"'{shared.Key}'; give each server an issuer of its own, or disable one.");
    }

    private static void FindIssuer(string path, AuthorizationServerOptions server, List<string> faults)
    {
        string[] issuers = [.. server.Issuer is null ? [] : new[] { server.Issuer }, .. server.Issuers];
        if (server.NoIssuer && (issuers.Length > 0 || server.Tenants.Count > 0))
            faults.Add($"{path}:NoIssuer: a server whose tokens carry no issuer has no Issuer; leave one of them out.");
        if (!server.NoIssuer && issuers.Length == 0 && server.Tenants.Count == 0)
            faults.Add($"{path}:Issuer: the exact 'iss' of the server's tokens is expected; for example \"https://acme.okta.com/oauth2/aus1\".");
        if (server.NoIssuer && server.TokenTypes.Count > 0 && TokenType.IsOnlyAccessTokenJwt(server.TokenTypes))
            faults.Add($"{path}:TokenTypes: RFC 9068 demands an issuer, and NoIssuer says that there is none.");
        if (server.NoIssuer && server.Vendor == Vendor.EntraId) faults.Add($"{path}:NoIssuer: the tokens of EntraId always carry an issuer.");
        // What keys are found by has to be an address; beside another source of keys an issuer is any text (RFC 7519 section 4.1.1).
        foreach (var issuer in issuers)
            if (!ServerIssuers.LeadAnywhere(server) ? issuer.Length == 0 : !IsFetchable(issuer, server.AllowHttp) || issuer.Contains('?'))
                faults.Add($"{path}:Issuer: '{WithoutSecrets(issuer)}' is not an absolute https address without query and fragment; for example \"https://acme.okta.com/oauth2/aus1\".");
            else if (Encoding.UTF8.GetByteCount(issuer) > AuthorizationServerRegistry.MaxIssuerLength)
                faults.Add($"{path}:Issuer: an issuer has at most {AuthorizationServerRegistry.MaxIssuerLength} bytes.");
        if (server.Tenants.Count > 0 && server.Vendor != Vendor.EntraId) faults.Add($"{path}:Tenants: only the vendor EntraId has tenants.");
        foreach (var tenant in server.Tenants.Where(tenant => !Guid.TryParseExact(tenant, "D", out _)))
            faults.Add($"{path}:Tenants: '{tenant}' is not a tenant's ID; for example \"72f988bf-86f1-41af-91ab-2d7cd011db47\".");
        // Okta does not publish the keys of the organisation's own server.
        foreach (var issuer in issuers.Where(issuer => server is { Vendor: Vendor.Okta, Validation: not TokenValidation.Introspection } && Uri.TryCreate(issuer, UriKind.Absolute, out var okta) && okta.AbsolutePath == "/"))
            faults.Add($"{path}:Issuer: '{WithoutSecrets(issuer)}' is Okta's organisation server, whose keys are not published, so it has to be asked about its tokens: "
                + "set \"Validation\": \"Introspection\". Or use a custom authorization server; for example \"https://acme.okta.com/oauth2/default\".");
    }

    private static void FindKeySource(string path, AuthorizationServerOptions server, List<string> faults)
    {
        string?[] sources = [server.MetadataUri, server.JwksUri, server.JwksFile, server.PublicKeys.Count > 0 ? nameof(server.PublicKeys) : null];
        var count = sources.Count(source => source is not null);
        if (count > 1) faults.Add($"{path}: one source of keys is expected: MetadataUri, JwksUri, JwksFile or PublicKeys.");
        if (count == 0 && server.NoIssuer && server.Validation != TokenValidation.Introspection)
            faults.Add($"{path}: without an issuer the keys cannot be found; for example \"JwksUri\": \"https://sso.acme.com/pf/JWKS\".");
        foreach (var (setting, uri) in new[] { (nameof(server.MetadataUri), server.MetadataUri), (nameof(server.JwksUri), server.JwksUri) })
            if (uri is not null && !IsFetchable(uri, server.AllowHttp))
                faults.Add($"{path}:{setting}: '{WithoutSecrets(uri)}' is not an absolute https address (http only for a loopback address with \"AllowHttp\": true).");
    }

    private static void FindAnyOrSome(string path, IList<string> values, string example, List<string> faults)
    {
        if (values.Count == 0) faults.Add($"{path}: name them, or say \"*\" for any; for example [ {example} ].");
        else if (values.Any(string.IsNullOrEmpty)) faults.Add($"{path}: an empty value matches nothing; for example [ {example} ].");
        else if (values.Count > 1 && values.Contains("*")) faults.Add($"{path}: \"*\" stands alone; for example [ {example} ].");
    }

    private static void FindRules(string path, AuthorizationServerOptions server, List<string> faults)
    {
        if (server.Algorithms.Count == 0) faults.Add($"{path}:Algorithms: at least one algorithm is expected; for example [ \"RS256\" ].");
        foreach (var algorithm in server.Algorithms.Where(algorithm => SignatureAlgorithm.Find(algorithm) is null))
            faults.Add($"{path}:Algorithms: '{algorithm}' is not one of {string.Join(", ", SignatureAlgorithm.All)}.");
        if (server.TokenTypes.Count == 0 || server.TokenTypes.Any(string.IsNullOrEmpty))
            faults.Add($"{path}:TokenTypes: at least one type is expected; for example [ \"at+jwt\" ], or \"{TokenType.Absent}\" for none.");
        if (server.ClockSkew < TimeSpan.Zero || server.ClockSkew > TimeSpan.FromSeconds(300))
            faults.Add($"{path}:ClockSkew: {server.ClockSkew} is not between 0 and 300 s; for example \"00:01:00\".");
        if (server.MaxTokenLifetime < TimeSpan.FromMinutes(1) || server.MaxTokenLifetime > TimeSpan.FromDays(31))
            faults.Add($"{path}:MaxTokenLifetime: {server.MaxTokenLifetime} is not between 1 minute and 31 days; for example \"1.00:00:00\".");
        foreach (var (setting, claims) in new[]
        {
            (nameof(server.ScopeClaims), server.ScopeClaims), (nameof(server.RoleClaims), server.RoleClaims),
            (nameof(server.ClientIdClaims), server.ClientIdClaims), (nameof(server.TokenIdClaims), server.TokenIdClaims),
        })
            if (claims is not null && (claims.Count == 0 || claims.Any(string.IsNullOrEmpty)))
                faults.Add($"{path}:{setting}: name at least one claim, or leave the setting out; for example [ \"scope\" ].");
    }

    // A fault goes to the log and into an exception: the password or the key that somebody wrote into an address does not.
    public static string WithoutSecrets(string address)
    {
        if (address.LastIndexOf('@') is var at and >= 0)
        {
            var start = address.IndexOf("//", StringComparison.Ordinal) is var slashes and >= 0 && slashes < at ? slashes + 2 : 0;
            address = $"{address[..start]}...{address[at..]}";
        }
        return address.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? $"{address[..query]}?..." : address;
    }

    public static bool IsFetchable(string text, bool allowHttp) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && allowHttp && uri.IsLoopback));
}
