using System.Text.Json;

namespace ScopeAuth.Tokens;

/// <summary>The strings of a claim that is one string or an array of strings. Anything else in the array makes the claim invalid.</summary>
internal ref struct JsonStrings
{
    private readonly JsonValue _single;
    private Utf8JsonReader _reader;
    private bool _begun;

    private JsonStrings(JsonValue value)
    {
        _single = value;
        // The text was read strictly before, so the platform's reader finds nothing to throw about.
        if (value.Kind == JsonKind.Array) _reader = new(value.Raw);
    }

    public static bool TryOpen(JsonValue value, out JsonStrings strings)
    {
        strings = new(value);
        if (value.IsString) return true;
        if (value.Kind != JsonKind.Array) return false;
        var all = strings;
        all._reader.Read();
        while (all._reader.Read() && all._reader.TokenType != JsonTokenType.EndArray)
            if (all._reader.TokenType != JsonTokenType.String) return false;
        return true;
    }

    public bool MoveNext()
    {
        if (_single.IsString) return !_begun && (_begun = true);
        if (!_begun) _begun = _reader.Read();
        return _reader.Read() && _reader.TokenType == JsonTokenType.String;
    }

    public readonly bool CurrentIs(ReadOnlySpan<byte> utf8) => _single.IsString ? _single.Is(utf8) : _reader.ValueTextEquals(utf8);

    /// <summary>The current string's bytes, unescaped.</summary>
    public readonly ReadOnlySpan<byte> Current
    {
        get
        {
            if (_single.IsString) return _single.Text;
            if (!_reader.ValueIsEscaped) return _reader.ValueSpan;
            var text = new byte[_reader.ValueSpan.Length];
            return text.AsSpan(0, _reader.CopyString(text));
        }
    }

    public readonly bool IsSingle => _single.IsString;
}
