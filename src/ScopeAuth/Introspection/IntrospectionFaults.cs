using System.Buffers;
using ScopeAuth.AuthorizationServers;

namespace ScopeAuth.Introspection;

/// <summary>What can be wrong with the settings by which a server is asked about tokens.</summary>
internal static class IntrospectionFaults
{
    private static readonly TimeSpan LongestCacheDuration = TimeSpan.FromMinutes(5);

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    public static void Find(string path, AuthorizationServerOptions server, List<string> faults)
    {
        FindOpaque(path, server, faults);
        if (server.IntrospectionCacheDuration < TimeSpan.Zero || server.IntrospectionCacheDuration > LongestCacheDuration)
            faults.Add($"{path}:IntrospectionCacheDuration: {server.IntrospectionCacheDuration} is not between 0 and 5 minutes; for example \"00:00:30\".");
        if (server.Validation == TokenValidation.Local)
        {
            // Whoever writes it down believes that the server is asked.
            if (server.IntrospectionUri is not null) faults.Add($"{path}:IntrospectionUri: nothing is asked with \"Validation\": \"Local\"; for example \"Introspection\".");
            if (server.SignedIntrospection) faults.Add($"{path}:SignedIntrospection: nothing is asked with \"Validation\": \"Local\"; for example \"Introspection\".");
            return;
        }
        FindEndpoint(path, server, faults);
        if (server.SignedIntrospection && (server.NoIssuer || server.IntrospectionClient.Id is null))
            faults.Add($"{path}:SignedIntrospection: a signed answer names its issuer and this API's client; set Issuer and IntrospectionClient:Id.");
        // A disabled server may wait for its files.
        if (server.Enabled) IntrospectionClientFaults.Find($"{path}:IntrospectionClient", server.IntrospectionClient, faults);
    }

    /// <summary>Two servers that claim the same opaque tokens: nobody could say whose they are, and none is tried after another.</summary>
    public static void FindShared(string path, ScopeAuthOptions options, List<string> faults)
    {
        var enabled = options.AuthorizationServers.Where(server => server.Value.Enabled).ToList();
        var claims = enabled.SelectMany(server => server.Value.OpaqueTokens.Distinct(), (server, beginning) => (server.Key, beginning));
        foreach (var shared in claims.GroupBy(claim => claim.beginning, StringComparer.Ordinal).Where(group => group.Count() > 1))
            faults.Add($"{path}: {string.Join(" and ", shared.Select(claim => claim.Key))} both claim the opaque tokens '{shared.Key}' (OpaqueTokens); "
                + "give each a beginning of its own, or let requests name the server (AuthorizationServerHeader).");

        var withoutIssuer = enabled.Where(server => server.Value.NoIssuer).ToList();
        if (withoutIssuer.Count > 1)
            foreach (var (name, _) in withoutIssuer.Where(server => server.Value.Validation == TokenValidation.Introspection))
                faults.Add($"{path}:{name}:Validation: beside another server without issuer its tokens can be told only by their keys; for example \"LocalThenIntrospection\".");
    }

    private static void FindOpaque(string path, AuthorizationServerOptions server, List<string> faults)
    {
        if (server.OpaqueTokens.Count > 0 && server.Validation != TokenValidation.Introspection)
            faults.Add($"{path}:OpaqueTokens: an opaque token has no signature, so only its server can judge it; set \"Validation\": \"Introspection\".");
        foreach (var beginning in server.OpaqueTokens.Where(beginning => beginning != "*" && (beginning.Length == 0 || beginning.AsSpan().ContainsAnyExcept(TokenCharacters))))
            faults.Add($"{path}:OpaqueTokens: '{beginning}' is not the beginning of a token; for example [ \"acme_\" ], or \"*\" for all.");
    }

    private static void FindEndpoint(string path, AuthorizationServerOptions server, List<string> faults)
    {
        if (server.IntrospectionUri is { } uri)
        {
            if (!AuthorizationServerFaults.IsFetchable(uri, server.AllowHttp))
                faults.Add($"{path}:IntrospectionUri: '{AuthorizationServerFaults.WithoutSecrets(uri)}' is not an absolute https address (http only for a loopback address with \"AllowHttp\": true).");
        }
        else if (server.Vendor == Vendor.EntraId)
        {
            faults.Add($"{path}:Validation: Microsoft Entra ID has no introspection endpoint; its tokens are validated with \"Local\".");
        }
        else if (server is { MetadataUri: null, NoIssuer: true })
        {
            faults.Add($"{path}:IntrospectionUri: without an issuer the endpoint cannot be found; for example \"https://sso.acme.com/as/introspect.oauth2\".");
        }
    }
}
