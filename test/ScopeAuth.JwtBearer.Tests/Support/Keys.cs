using Microsoft.IdentityModel.Tokens;
using ScopeAuth.Testing;

namespace ScopeAuth.JwtBearer.Tests;

/// <summary>The keys of servers, as IdentityModel wants them.</summary>
internal static class Keys
{
    public static SecurityKey[] Of(params TestAuthorizationServer[] servers) => [.. servers.Select(Of)];

    private static ECDsaSecurityKey Of(TestAuthorizationServer server)
    {
        var key = System.Security.Cryptography.ECDsa.Create();
        key.ImportFromPem(server.PublicKeyPem);
        return new(key) { KeyId = server.KeyId };
    }
}
