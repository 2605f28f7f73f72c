namespace ScopeAuth.Testing.Hosting;

/// <summary>Writes down how an API has to be configured to accept a test server.</summary>
internal static class ServerConfiguration
{
    public static IEnumerable<KeyValuePair<string, string?>> Of(
        TestAuthorizationServer server, string name, IEnumerable<string> organizations)
    {
        var settings = Settings(server)
            .Concat(Listed("ClientIds", server.Clients.All.Select(client => client.Id)))
            .Concat(Listed("Organizations", organizations));
        var section = $"AuthorizationServers:{name}";
        return [.. settings.Select(setting => KeyValuePair.Create($"{section}:{setting.Key}", (string?)setting.Value))];
    }

    private static IEnumerable<KeyValuePair<string, string>> Settings(TestAuthorizationServer server)
    {
        yield return new("Vendor", server.Vendor.ToString());
        if (server.Vendor is Vendor.PingFederate)
        {
            yield return new("JwksUri", server.JwksUri.AbsoluteUri);
            if (server.Options.Issuer is { } issuer) yield return new("Issuer", issuer);
            else yield return new("NoIssuer", "true");
        }
        else
        {
            yield return new("Issuer", server.Issuer);
            // Where the issuer is not this server's own address, the metadata cannot be found from it.
            if (!server.Issuer.StartsWith(server.BaseAddress.AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal))
                yield return new("MetadataUri", server.MetadataUri.AbsoluteUri);
        }

        yield return new("Audiences:0", server.Audience.Length > 0 ? server.Audience : "*");
        if (server.Options.OpaqueTokens)
            foreach (var setting in Introspection(server)) yield return setting;
        if (server.BaseAddress.Scheme == Uri.UriSchemeHttp) yield return new("AllowHttp", "true");
    }

    private static IEnumerable<KeyValuePair<string, string>> Introspection(TestAuthorizationServer server)
    {
        yield return new("Validation", "Introspection");
        yield return new("OpaqueTokens:0", "*");
        // Tokens without an issuer come from a server without an address to look for its endpoint.
        if (server.Vendor is Vendor.PingFederate && server.IntrospectionEndpoint is { } endpoint)
            yield return new("IntrospectionUri", endpoint.AbsoluteUri);
        if (server.Clients.All.FirstOrDefault(client => client.Secret is not null) is not { } caller) yield break;

        yield return new("IntrospectionClient:Id", caller.Id);
        yield return new("IntrospectionClient:Secret", caller.Secret!);
    }

    private static IEnumerable<KeyValuePair<string, string>> Listed(string key, IEnumerable<string> values) =>
        values.Select((value, index) => KeyValuePair.Create($"{key}:{index}", value));
}
