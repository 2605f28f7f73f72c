using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ScopeAuth.Explanation;

/// <summary>JSON of a token, made readable. What the token's own strict reading has let through, or not yet seen.</summary>
internal static class ReadableJson
{
    // It is shown as text, never as part of a page's markup; escapes that only HTML in a string would need are in the way of reading.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string? Indent(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty) return null;
        try
        {
            using var document = JsonDocument.Parse(json);
            using var text = new MemoryStream();
            using (var writer = new Utf8JsonWriter(text, Readable)) document.WriteTo(writer);
            return Encoding.UTF8.GetString(text.ToArray());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Half of a surrogate pair, for one, cannot be written anew.
            return Encoding.UTF8.GetString(json.Span);
        }
    }

    public static string? Member(ReadOnlyMemory<byte> json, string name)
    {
        if (json.IsEmpty) return null;
        try
        {
            using var document = JsonDocument.Parse(json);
            if (!document.RootElement.TryGetProperty(name, out var member)) return null;
            return member.ValueKind == JsonValueKind.String ? member.GetString() : member.GetRawText();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
