namespace ScopeAuth.Tokens;

internal enum JsonKind : byte
{
    Object,
    Array,
    String,
    Number,
    True,
    False,
    Null,
}

/// <summary>Where a member of a JSON object stands in its text. A string's value is what is between the quotes, still escaped.</summary>
internal struct JsonMember
{
    public uint NameHash;
    public int NameStart;
    public int NameLength;
    public int ValueStart;
    public int ValueLength;
    public JsonKind Kind;
    public bool NameEscaped;
    public bool ValueEscaped;
}
