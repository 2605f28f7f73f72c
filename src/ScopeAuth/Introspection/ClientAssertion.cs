using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ScopeAuth.Introspection;

/// <summary>A signed statement of who asks (RFC 7523 section 3).</summary>
internal sealed record ClientAssertion(string Compact, ClientKey Key, DateTimeOffset UsableUntil)
{
    /// <summary>The registered type (RFC 7523 section 2.2).</summary>
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    /// <summary>A server whose clock is behind must not find that it was signed in the future.</summary>
    private static readonly TimeSpan ClockDifference = TimeSpan.FromSeconds(5);

    public static ClientAssertion Sign(ClientKey key, string clientId, string audience, DateTimeOffset now)
    {
        var header = Json(writer =>
        {
            writer.WriteString("alg", key.Algorithm.Name);
            writer.WriteString("typ", "JWT");
            if (key.KeyId is { } id) writer.WriteString("kid", id);
        });
        var payload = Json(writer =>
        {
            writer.WriteString("iss", clientId);
            writer.WriteString("sub", clientId);
            writer.WriteString("aud", audience);
            writer.WriteNumber("iat", (now - ClockDifference).ToUnixTimeSeconds());
            writer.WriteNumber("exp", (now + Lifetime).ToUnixTimeSeconds());
            writer.WriteString("jti", Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)));
        });
        var input = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        var signature = key.Sign(Encoding.ASCII.GetBytes(input));
        return new($"{input}.{Base64Url.EncodeToString(signature)}", key, now + (Lifetime / 2));
    }

    /// <summary>A record would write it.</summary>
    public override string ToString() => nameof(ClientAssertion);

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }
        return stream.ToArray();
    }
}
