using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace ScopeAuth.Testing.Tests;

/// <summary>The three parts of a compact token, read without any check.</summary>
internal sealed record ParsedToken(JsonObject Header, JsonObject Payload, byte[] SignedBytes, byte[] Signature)
{
    public string KeyId => (string?)Header["kid"] ?? "";

    public long Lifetime => (long)Payload["exp"]! - (long)Payload["iat"]!;

    public static ParsedToken Of(string compact)
    {
        var parts = compact.Split('.');
        Assert.Equal(3, parts.Length);
        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        return new(Read(parts[0]), Read(parts[1]), signed, Base64Url.DecodeFromChars(parts[2]));
    }

    public string[] HeaderNames() => [.. Header.Select(member => member.Key).Order(StringComparer.Ordinal)];

    public string[] ClaimNames() => [.. Payload.Select(member => member.Key).Order(StringComparer.Ordinal)];

    private static JsonObject Read(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();
}
