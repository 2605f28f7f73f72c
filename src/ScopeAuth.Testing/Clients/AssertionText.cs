using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScopeAuth.Testing.Clients;

/// <summary>A client assertion, read but not yet believed.</summary>
internal sealed record AssertionText(JsonObject Header, JsonObject Claims, byte[] SignedBytes, byte[] Signature)
{
    // A member that stands twice would be read in one way here and in another elsewhere.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

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
            return Read(parts[0]) is { } header && Read(parts[1]) is { } claims
                ? new(header, claims, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]))
                : null;
        }
        catch (Exception malformed) when (malformed is FormatException or JsonException)
        {
            return null;
        }

        static JsonObject? Read(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part), documentOptions: Strict) as JsonObject;
    }

    public bool IsFor(IEnumerable<string> audiences)
    {
        var named = Claims["aud"] is JsonArray several ? several : [Claims["aud"]?.DeepClone()];
        return named.OfType<JsonValue>().Any(name => name.TryGetValue<string>(out var audience) && audiences.Contains(audience));
    }

    private static string? Text(JsonObject members, string name) =>
        members[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private DateTimeOffset? Time(string name) =>
        Claims[name] is JsonValue value && value.TryGetValue<long>(out var seconds) && seconds is > 0 and < 100_000_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
