using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ScopeAuth.Testing.Clients;

/// <summary>
/// Who calls an endpoint: RFC 6749 section 2.3.1 by header or form, RFC 7523 section 2.2 by a signed assertion.
/// </summary>
internal sealed class ClientAuthentication(TestAuthorizationServer server, string endpoint)
{
    private const string Basic = "Basic ";

    public static bool IsAmbiguous(string? header, IFormCollection form) =>
        (header is null ? 0 : 1)
        + (form.ContainsKey("client_secret") ? 1 : 0)
        + (form.ContainsKey("client_assertion") ? 1 : 0) > 1;

    public async Task<ClientIdentity?> IdentifyAsync(string? header, IFormCollection form, CancellationToken cancellationToken)
    {
        string? id = form["client_id"], secret = form["client_secret"];
        if (header is not null) return BySecret(ReadBasic(header), ClientMethods.SecretBasic);
        if (form["client_assertion_type"] == ClientAssertion.Type)
        {
            var assertion = form["client_assertion"].ToString();
            return await new ClientAssertion(server, endpoint).IdentifyAsync(assertion, id, cancellationToken);
        }

        if (secret is not null) return BySecret((id ?? "", secret), ClientMethods.SecretPost);
        return server.Clients.FindEnabled(id) is { Secret: null, HasKeys: false } client ? new(client, ClientMethods.None) : null;
    }

    private ClientIdentity? BySecret((string Id, string Secret) credentials, string method) =>
        server.Clients.FindEnabled(credentials.Id) is { Secret: { } known } client
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known), Encoding.UTF8.GetBytes(credentials.Secret))
            ? new(client, method)
            : null;

    private static (string Id, string Secret) ReadBasic(string header)
    {
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) return ("", "");

        var credentials = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Basic.Length..].Trim(), credentials, out var length)) return ("", "");

        var parts = Encoding.UTF8.GetString(credentials.AsSpan(0, length)).Split(':', 2);
        // Both are form-encoded before they are joined: a ZITADEL client ID holds an '@', which arrives as '%40'.
        return parts.Length == 2 ? (WebUtility.UrlDecode(parts[0]), WebUtility.UrlDecode(parts[1])) : ("", "");
    }
}
