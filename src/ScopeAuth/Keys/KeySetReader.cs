using System.Text.Json;
using ScopeAuth.Network;
using ScopeAuth.Tokens;

namespace ScopeAuth.Keys;

/// <summary>A JSON Web Key Set (RFC 7517 section 5), read strictly as JSON and leniently as a set: one broken key never breaks it.</summary>
internal static class KeySetReader
{
    public const int MaxBytes = 512 * 1024;
    public const int MaxKeys = 64;

    /// <summary>Strict JSON for every document of an authorization server: the last of two members must not silently win.</summary>
    public static readonly JsonDocumentOptions StrictJson = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    public static KeySetReading Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > MaxBytes) return KeySetReading.Failed(new(NetworkFailureKind.TooLarge, $"the key set has more than {MaxBytes} bytes"));
        try
        {
            using var document = JsonDocument.Parse(utf8, StrictJson);
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second for half a character in a name. The exception's text quotes the document, which is another party's.
            return KeySetReading.Failed(new(KeyFailureKind.InvalidKeySet, "the key set is not strict JSON"));
        }
    }

    public static KeySetReading Read(JsonElement set)
    {
        if (set.ValueKind is not JsonValueKind.Object || !set.TryGetProperty("keys"u8, out var keys) || keys.ValueKind is not JsonValueKind.Array)
            return KeySetReading.Failed(new(KeyFailureKind.InvalidKeySet, "the key set has no array 'keys'"));
        if (keys.GetArrayLength() > MaxKeys)
            return KeySetReading.Failed(new(KeyFailureKind.TooManyKeys, $"the key set has {keys.GetArrayLength()} keys; at most {MaxKeys} are read"));

        var readable = new List<VerificationKey>();
        var ignored = new List<IgnoredKey>();
        foreach (var jwk in keys.EnumerateArray())
        {
            if (JwkReader.TryRead(jwk, out var key, out var cause)) readable.Add(key);
            else ignored.Add(cause);
        }
        return KeySetReading.Of(readable, ignored);
    }
}
