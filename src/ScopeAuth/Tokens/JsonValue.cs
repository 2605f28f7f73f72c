using System.Text;

namespace ScopeAuth.Tokens;

/// <summary>One value of a JSON object; of a string what is between the quotes.</summary>
internal readonly ref struct JsonValue(ReadOnlySpan<byte> raw, JsonKind kind, bool escaped)
{
    private readonly bool _escaped = escaped;

    public ReadOnlySpan<byte> Raw { get; } = raw;

    public JsonKind Kind { get; } = kind;

    public bool IsString => Kind == JsonKind.String;

    public bool Is(ReadOnlySpan<byte> utf8) => IsString && JsonString.Equal(Raw, _escaped, utf8, rightEscaped: false);

    /// <summary>The string's bytes. Only a string with escapes is copied.</summary>
    public ReadOnlySpan<byte> Text => JsonString.Unescape(Raw, _escaped);

    public override string ToString() => Encoding.UTF8.GetString(Text);
}
