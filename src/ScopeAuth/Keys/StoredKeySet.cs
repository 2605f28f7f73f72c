using System.Globalization;
using System.Text.Json;
using ScopeAuth.Tokens;

namespace ScopeAuth.Keys;

/// <summary>The form in which a key set is kept on disk: a JSON Web Key Set with two more members, when and from where.</summary>
internal static class StoredKeySet
{
    /// <summary>How far in the future a set may have been fetched: the clocks of two starts differ a little.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    public static byte[] Write(string source, DateTimeOffset fetched, KeySet keys)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("source", source);
            writer.WriteString("fetched", fetched.ToString("O", CultureInfo.InvariantCulture));
            writer.WriteStartArray("keys");
            foreach (var key in keys.Keys) JwkWriter.Write(writer, key);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return stream.ToArray();
    }

    /// <summary>Null, with a fault, for everything that is not a whole, fresh set of this very source.</summary>
    public static KeyRingState? Read(ReadOnlyMemory<byte> utf8, string source, DateTimeOffset now, out string fault)
    {
        fault = "it is not what was written";
        if (utf8.Length > KeySetReader.MaxBytes) return null;
        try
        {
            using var document = JsonDocument.Parse(utf8, KeySetReader.StrictJson);
            return Read(document.RootElement, source, now, ref fault);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static KeyRingState? Read(JsonElement stored, string source, DateTimeOffset now, ref string fault)
    {
        if (stored.ValueKind is not JsonValueKind.Object
            || !stored.TryGetProperty("source"u8, out var from) || from.ValueKind is not JsonValueKind.String
            || !stored.TryGetProperty("fetched"u8, out var at) || at.ValueKind is not JsonValueKind.String
            || !at.TryGetDateTimeOffset(out var fetched))
        {
            return null;
        }
        if (from.GetString() != source)
        {
            fault = "it is of another source";
            return null;
        }
        if (now - fetched > KeyRingState.LongestUse || fetched - now > ClockTolerance)
        {
            fault = "it is too old, or from the future";
            return null;
        }
        var reading = KeySetReader.Read(stored);
        return reading.Failure is null ? KeyRingState.Initial.With(reading.Keys) with { LastSuccess = fetched } : null;
    }
}
