namespace ScopeAuth.Tokens;

/// <summary>The strings of a claim that is one string or an array of strings. Anything else in the array makes the claim invalid.</summary>
/// <remarks>The text was read strictly before: between its brackets stand values, and nothing but white space and commas between them.</remarks>
internal ref struct JsonStrings
{
    private static readonly byte[] End = "]"u8.ToArray();

    private readonly JsonValue _single;
    private ReadOnlySpan<byte> _rest;
    private bool _begun;

    private JsonStrings(JsonValue value)
    {
        _single = value;
        _rest = value.IsString ? End : value.Raw[1..];
    }

    /// <summary>Whether the claim is one string, which may be a list of its own.</summary>
    public readonly bool IsSingle => _single.IsString;

    public JsonValue Current { get; private set; }

    public static bool TryOpen(JsonValue value, out JsonStrings strings)
    {
        strings = default;
        if (value.Kind is not (JsonKind.String or JsonKind.Array)) return false;
        var all = strings = new(value);
        while (all.MoveNext()) { }
        return all._rest is [(byte)']'];
    }

    public bool MoveNext()
    {
        if (IsSingle)
        {
            Current = _single;
            return !_begun && (_begun = true);
        }
        while (_rest[0] is (byte)',' or (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r') _rest = _rest[1..];
        if (_rest[0] != '"') return false;
        var text = _rest[1..];
        var end = 0;
        var escaped = false;
        while (text[end..].IndexOfAny((byte)'"', (byte)'\\') is var plain && text[end += plain] == '\\')
        {
            escaped = true;
            end += 2;       // of an escape only its first two bytes can be a quote or a backslash
        }
        Current = new(text[..end], JsonKind.String, escaped);
        _rest = text[(end + 1)..];
        return true;
    }
}
