using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScopeAuth.Testing.Clients;

/// <summary>A client assertion, read but not yet believed.</summary>
internal sealed record AssertionText(JsonObject Header, JsonObject Claims, byte[] SignedBytes, byte[] Signature)
{
    public string? Algorithm => Text(Header, "alg");

    public string? KeyId => Text(Header, "kid");

    public string? Issuer => Text(Claims, "iss");

    public string? Subject => Text(Claims, "sub");

    public string? Id => Text(Claims, "jti");

    public DateTimeOffset? ExpiresAt => Time("exp");

    public DateTimeOffset? IssuedAt => Time("iat");

    public static AssertionText? Read(string compact)
    {
        var parts = compact.Split('.');
        if (parts.Length != 3) return null;
        try
        {
            return new(
                JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!.AsObject(),
                JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!.AsObject(),
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                Base64Url.DecodeFromChars(parts[2]));
        }
        catch (Exception malformed) when (malformed is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public bool IsFor(IEnumerable<string> audiences)
    {
        var named = Claims["aud"] is JsonArray several ? several : [Claims["aud"]?.DeepClone()];
        return named.Any(audience => audience?.GetValueKind() == JsonValueKind.String && audiences.Contains(audience.GetValue<string>()));
    }

    private static string? Text(JsonObject members, string name) =>
        members[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private DateTimeOffset? Time(string name) =>
        Claims[name] is JsonValue value && value.TryGetValue<long>(out var seconds) && seconds is > 0 and < 100_000_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
