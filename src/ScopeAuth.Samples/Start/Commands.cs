using ScopeAuth.Samples.AuthorizationServers;

namespace ScopeAuth.Samples.Start;

/// <summary>The commands that the start and the pages show, to be pasted into bash.</summary>
/// <param name="address">Where the sample listens.</param>
public sealed class Commands(Uri address)
{
    /// <summary>Gets a token and keeps it in TOKEN. A token endpoint answers one line of JSON, so sed is enough.</summary>
    public static string GetToken(SampleServer server, string role) =>
        "TOKEN=$(curl -sS -u demo:demo-secret -d grant_type=client_credentials "
        + $"--data-urlencode scope={server.Organization}::{role} {server.TokenEndpoint} "
        + """| sed 's/.*"access_token":"\([^"]*\)".*/\1/')""";

    /// <summary>Calls the API with the token in TOKEN.</summary>
    public string Call(string path) => $"curl -sS -w '\\n' -H \"Authorization: Bearer $TOKEN\" {new Uri(address, path)}";

    /// <summary>Shows the status and the headers, too.</summary>
    public string CallWith(string method, string path, string? json = null)
    {
        var body = json is null ? "" : $" -H 'Content-Type: application/json' -d '{json}'";
        return $"curl -sSi -w '\\n' -X {method} -H \"Authorization: Bearer $TOKEN\"{body} {new Uri(address, path)}";
    }
}
