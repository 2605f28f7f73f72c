using ScopeAuth.Testing.Keys;

namespace ScopeAuth.Testing.Clients;

/// <summary>
/// Authentication by <c>private_key_jwt</c>: what RFC 7523 section 3 asks for, with the vendor's rule about the audience.
/// </summary>
internal sealed class ClientAssertion(TestAuthorizationServer server, string endpoint)
{
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(1);

    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    public async Task<ClientIdentity?> IdentifyAsync(string compact, string? clientId, CancellationToken cancellationToken)
    {
        if (AssertionText.Read(compact) is not { } assertion) return null;
        if (assertion.Issuer is not { } issuer || assertion.Subject != issuer) return null;
        if (clientId is not null && clientId != issuer) return null;
        if (server.Clients.FindEnabled(issuer) is not { HasKeys: true } client) return null;
        if (!IsTimely(assertion) || !assertion.IsFor(server.Profile.AssertionAudiences(server, endpoint))) return null;
        if (!SignatureAlgorithm.TryGet(assertion.Algorithm, out var algorithm)) return null;

        var keys = await ClientKeys.OfAsync(client, assertion.KeyId, cancellationToken);
        if (!keys.Any(key => key.Verify(assertion.SignedBytes, assertion.Signature, algorithm))) return null;
        // Marked as used only now: a forged assertion must not use up the ID of the real one.
        return assertion.Id is not { } id || server.UsedAssertions.TryAdd((issuer, id), default)
            ? new(client, ClientMethods.PrivateKeyJwt)
            : null;
    }

    private bool IsTimely(AssertionText assertion) =>
        assertion.ExpiresAt is { } expiry
        && expiry > server.Now
        && expiry <= server.Now + MaxLifetime
        && !(assertion.IssuedAt > server.Now + ClockSkew);
}
