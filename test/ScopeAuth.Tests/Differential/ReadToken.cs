using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ScopeAuth.Tests.Differential;

/// <summary>A token as lenient readers see it, none of them ours: what a difference of verdicts is explained by.</summary>
internal sealed partial class ReadToken
{
    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = 1000, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public ReadToken(string text)
    {
        Text = text;
        var parts = text.Split('.');
        (HeaderBytes, PayloadBytes) = (Decode(parts[0]), Decode(parts.Length > 1 ? parts[1] : ""));
        (Header, Payload) = (Parse(HeaderBytes), Parse(PayloadBytes));
    }

    public string Text { get; }

    public byte[] HeaderBytes { get; }

    public byte[] PayloadBytes { get; }

    /// <summary>The members; undefined where even a lenient reader finds no object.</summary>
    public JsonElement Header { get; }

    public JsonElement Payload { get; }

    public bool IsBase64Url => Text.Split('.').All(part => part.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_') && Base64Url.EncodeToString(Decode(part)) == part);

    public int SignatureBytes => Decode(Text[(Text.LastIndexOf('.') + 1)..]).Length;

    public bool HasDuplicate => IsFault(HeaderBytes, duplicates: true) || IsFault(PayloadBytes, duplicates: true);

    public bool HasLooseEnd => IsFault(HeaderBytes, duplicates: false) || IsFault(PayloadBytes, duplicates: false);

    public bool HasBrokenText => IsBroken(HeaderBytes) || IsBroken(PayloadBytes);

    public int Depth => Math.Max(DepthOf(HeaderBytes), DepthOf(PayloadBytes));

    public bool Has(string claim) => Find(Payload, claim) is not null;

    public JsonElement? Claim(string name) => Find(Payload, name);

    public JsonElement? Member(string name) => Find(Header, name);

    public double? Number(string claim) => Claim(claim) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    private static JsonElement? Find(JsonElement json, string name)
    {
        if (json.ValueKind is not JsonValueKind.Object) return null;
        try
        {
            return json.TryGetProperty(name, out var value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            return null;        // a name that is no text
        }
    }

    private static byte[] Decode(string part)
    {
        try
        {
            return Base64Url.DecodeFromChars(part);
        }
        catch (FormatException)
        {
            return [];
        }
    }

    private static JsonElement Parse(byte[] utf8)
    {
        // What a reader sees that stops where the object ends.
        for (var end = utf8.Length; end > 0; end = Array.LastIndexOf(utf8, (byte)'}', Math.Max(end - 2, 0)) + 1)
        {
            try
            {
                using var document = JsonDocument.Parse(utf8.AsMemory(0, end), Lenient);
                return document.RootElement.Clone();
            }
            catch (JsonException)
            {
                // A shorter one may do.
            }
        }
        return default;
    }

    // Whether the platform's reader, set to be strict, refuses the text; for the sake of a name twice, or for another fault.
    private static bool IsFault(byte[] utf8, bool duplicates)
    {
        var ordinary = Throws(utf8, new() { MaxDepth = 1000 });
        return duplicates ? !ordinary && Throws(utf8, new() { MaxDepth = 1000, AllowDuplicateProperties = false }) : ordinary;
    }

    private static bool Throws(byte[] utf8, JsonDocumentOptions options)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, options);
            return false;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return true;
        }
    }

    private static bool IsBroken(byte[] utf8)
    {
        if (!System.Text.Unicode.Utf8.IsValid(utf8)) return true;
        var escapes = Encoding.UTF8.GetString(utf8).Replace(@"\\", "", StringComparison.Ordinal);
        return Surrogate().IsMatch(SurrogatePair().Replace(escapes, ""));
    }

    private static int DepthOf(byte[] utf8)
    {
        var (depth, deepest) = (0, 0);
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 1000, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject) deepest = Math.Max(deepest, ++depth);
                if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject) depth--;
            }
        }
        catch (JsonException)
        {
            // As deep as it could be read.
        }
        return deepest;
    }

    [GeneratedRegex(@"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}", RegexOptions.CultureInvariant)]
    private static partial Regex SurrogatePair();

    [GeneratedRegex(@"\\u[dD][89a-fA-F]", RegexOptions.CultureInvariant)]
    private static partial Regex Surrogate();
}
