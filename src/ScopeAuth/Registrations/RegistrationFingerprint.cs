using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ScopeAuth.Registrations;

/// <summary>What a registration says, in short: where it is the same as before, everything that was made of it is still good.</summary>
internal static class RegistrationFingerprint
{
    /// <summary>Of a server. The secret counts, and only its hash stays.</summary>
    public static UInt128 Of(string name, AuthorizationServerOptions server)
    {
        var variable = server.IntrospectionClient.SecretVariable is { } set ? Environment.GetEnvironmentVariable(set) : null;
        var text = $"{name}\n{AuthorizationServerKind.Instance.Write(server, secret => secret)}\n{variable}";
        return BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Of all roles, and of the domains that their admin IDs end with.</summary>
    public static string Of(ScopeAuthOptions options)
    {
        var text = new StringBuilder();
        foreach (var (name, role) in options.ApiRoles.OrderBy(role => role.Key, StringComparer.Ordinal)) text.Append(name).Append('\n').Append(ApiRoleKind.Instance.Write(role)).Append('\n');
        foreach (var (name, cloud) in options.Clouds.OrderBy(cloud => cloud.Key, StringComparer.Ordinal)) text.Append(name).Append('\n').Append(cloud.Domain).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
