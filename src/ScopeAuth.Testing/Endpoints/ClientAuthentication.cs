using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ScopeAuth.Testing.Endpoints;

/// <summary>Who calls: RFC 6749 section 2.3.1, by the Authorization header or by the form.</summary>
internal static class ClientAuthentication
{
    private const string Basic = "Basic ";

    public static bool TryAuthenticate(
        HttpRequest request,
        IFormCollection form,
        TestAuthorizationServer server,
        [NotNullWhen(true)] out TestClient? client,
        [NotNullWhen(false)] out OAuthError? error)
    {
        (client, error) = (null, null);
        string? header = request.Headers.Authorization;
        if (header is not null && form.ContainsKey("client_secret"))
        {
            error = OAuthError.InvalidRequest("The client may authenticate in one way only.");
            return false;
        }

        var (id, secret) = header is null ? (form["client_id"].ToString(), form["client_secret"].ToString()) : ReadBasic(header);
        client = server.Options.Clients.FirstOrDefault(known => known.Id == id && IsSecretOf(known, secret));
        if (client is null) error = OAuthError.InvalidClient;
        return client is not null;
    }

    private static (string Id, string Secret) ReadBasic(string header)
    {
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) return ("", "");

        var credentials = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Basic.Length..].Trim(), credentials, out var length)) return ("", "");

        var parts = Encoding.UTF8.GetString(credentials.AsSpan(0, length)).Split(':', 2);
        // Both are form-encoded before they are joined: a ZITADEL client ID holds an '@', which arrives as '%40'.
        return parts.Length == 2 ? (WebUtility.UrlDecode(parts[0]), WebUtility.UrlDecode(parts[1])) : ("", "");
    }

    private static bool IsSecretOf(TestClient client, string secret) =>
        client.Secret is { } known
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known), Encoding.UTF8.GetBytes(secret));
}
