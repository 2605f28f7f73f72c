using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ScopeAuth.Tests.Keys;

namespace ScopeAuth.IdleServers;

/// <summary>Every authorization server there is, without a socket: what a connection takes is no part of what a server does.</summary>
internal sealed class Answering : HttpMessageHandler
{
    /// <summary>Names the first of the keys.</summary>
    public const string KeyId = "a key ID of the usual length, 2026-01";

    private const string WellKnown = "/.well-known/openid-configuration";

    private static readonly string KeySet = Jwks.Set(Jwks.Rsa(KeyId, 0), Jwks.Rsa("a key ID of the usual length, 2026-02", 1));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!.AbsoluteUri;
        var issuer = address.Replace(WellKnown, "", StringComparison.Ordinal);
        var body = issuer.Length == address.Length ? KeySet : string.Create(
            CultureInfo.InvariantCulture, $$"""{"issuer":"{{issuer}}","jwks_uri":"{{issuer}}/keys"}""");
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        });
    }
}
