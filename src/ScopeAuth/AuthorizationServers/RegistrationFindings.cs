namespace ScopeAuth.AuthorizationServers;

/// <summary>What can be said of a registration without asking its server.</summary>
internal static class RegistrationFindings
{
    public static IEnumerable<CheckFinding> Of(string name, AuthorizationServerOptions options, AuthorizationServerRegistry registered)
    {
        if (!options.Enabled)
            yield return CheckFinding.Warning("Disabled", "The server is disabled: its tokens are refused as of an unknown issuer.", "Set Enabled when it is to be used.");
        foreach (var issuer in ServerIssuers.Of(options))
            if (registered.All.FirstOrDefault(server => server.Name != name && server.Issuers.Contains(issuer)) is { } other)
                yield return CheckFinding.Error(
                    "IssuerTaken", $"{other.Name} is registered with the issuer '{issuer}' already.", "Give each server an issuer of its own, or disable one of them.");
        if (options.Audiences is ["*"])
            yield return CheckFinding.Warning(
                "AnyAudience", "Tokens that the server issued for other APIs are accepted, too.", "Name this API's audience in Audiences, if the server has one for it.");
    }
}
