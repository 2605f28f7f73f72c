using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScopeAuth.Samples.AuthorizationServers;
using ScopeAuth.Testing;

namespace ScopeAuth.Samples.ServerPage;

/// <summary>A token that the button made, with what it says.</summary>
/// <param name="Value">The token.</param>
/// <param name="Header">Its header, to be read.</param>
/// <param name="Payload">Its claims, to be read.</param>
public sealed record MintedToken(string Value, string Header, string Payload)
{
    // It is text of the page, which encodes it; escapes that only HTML in a string would need are in the way of reading.
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static MintedToken Mint(SampleServer server, IEnumerable<string> roles, string client, MintedLifetime lifetime, TimeProvider clock)
    {
        var token = server.Server.IssueToken(new TestToken
        {
            Scopes = [.. roles.Select(role => $"{server.Organization}::{role}")],
            ClientId = client,
            Lifetime = lifetime == MintedLifetime.Vendor ? null : TimeSpan.FromMinutes(1),
            IssuedAt = lifetime == MintedLifetime.Over ? clock.GetUtcNow().AddHours(-1) : null,
        });
        var parts = token.Split('.');
        return new(token, Read(parts[0]), Read(parts[1]));
    }

    private static string Read(string part) =>
        JsonNode.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part)))!.ToJsonString(Readable);
}
