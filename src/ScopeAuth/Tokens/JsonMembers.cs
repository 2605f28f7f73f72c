using System.Text;

namespace ScopeAuth.Tokens;

/// <summary>The members of a JSON object that was read strictly, by name. Names are compared byte by byte: they are case-sensitive.</summary>
internal readonly ref struct JsonMembers(ReadOnlySpan<byte> text, ReadOnlySpan<JsonMember> table)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private readonly ReadOnlySpan<JsonMember> _table = table;

    public bool TryFind(ReadOnlySpan<byte> name, out JsonValue value)
    {
        foreach (ref readonly var member in _table)
        {
            if (member.NameLength != name.Length && !member.NameEscaped) continue;
            if (!JsonString.Equal(_text.Slice(member.NameStart, member.NameLength), member.NameEscaped, name, rightEscaped: false)) continue;
            value = new(_text.Slice(member.ValueStart, member.ValueLength), member.Kind, member.ValueEscaped);
            return true;
        }
        value = default;
        return false;
    }

    public bool Contains(ReadOnlySpan<byte> name) => TryFind(name, out _);
}

/// <summary>One value of a JSON object; of a string what is between the quotes.</summary>
internal readonly ref struct JsonValue(ReadOnlySpan<byte> raw, JsonKind kind, bool escaped)
{
    private readonly bool _escaped = escaped;

    public ReadOnlySpan<byte> Raw { get; } = raw;

    public JsonKind Kind { get; } = kind;

    public bool IsString => Kind == JsonKind.String;

    public bool Is(ReadOnlySpan<byte> utf8) => IsString && JsonString.Equal(Raw, _escaped, utf8, rightEscaped: false);

    /// <summary>The string's bytes. Only a string with escapes is copied.</summary>
    public ReadOnlySpan<byte> Text
    {
        get
        {
            if (!_escaped) return Raw;
            var text = new byte[Raw.Length];
            return text.AsSpan(0, JsonString.Unescape(Raw, text));
        }
    }

    public override string ToString() => Encoding.UTF8.GetString(Text);
}
