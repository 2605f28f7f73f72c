using System.Runtime.CompilerServices;

namespace ScopeAuth.Tokens;

/// <summary>The members of a JSON object that was read strictly, by name. Names are compared byte by byte: they are case-sensitive.</summary>
internal readonly ref struct JsonMembers
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly ReadOnlySpan<JsonMember> _table;

    /// <summary>One bit for the hash of each name: most names that are looked for are not there, and this says so at once.</summary>
    private readonly ulong _hashes;

    /// <param name="text">The text of the object.</param>
    /// <param name="table">Where its members stand.</param>
    /// <param name="hashes">A bit (<see cref="BitOf"/>) for each of their names.</param>
    public JsonMembers(ReadOnlySpan<byte> text, ReadOnlySpan<JsonMember> table, ulong hashes)
    {
        _text = text;
        _table = table;
        _hashes = hashes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(JsonName name, out JsonValue value)
    {
        if (MayContain(name.Hash)) return TryFind(name.Utf8, name.Hash, out value);
        value = default;
        return false;
    }

    public bool TryFind(ReadOnlySpan<byte> name, out JsonValue value) => TryFind(name, JsonNameHash.Of(name), out value);

    public bool Contains(JsonName name) => MayContain(name.Hash) && TryFind(name.Utf8, name.Hash, out _);

    public bool Contains(ReadOnlySpan<byte> name) => TryFind(name, out _);

    private bool MayContain(uint hash) => (_hashes & BitOf(hash)) != 0;

    private bool TryFind(ReadOnlySpan<byte> name, uint hash, out JsonValue value)
    {
        value = default;
        foreach (ref readonly var member in _table)
        {
            if (member.NameHash != hash) continue;
            if (!JsonString.Equal(_text.Slice(member.NameStart, member.NameLength), member.NameEscaped, name, rightEscaped: false)) continue;
            value = new(_text.Slice(member.ValueStart, member.ValueLength), member.Kind, member.ValueEscaped);
            return true;
        }
        return false;
    }

    /// <summary>One of 64 bits: a set of them says which names are not there.</summary>
    public static ulong BitOf(uint hash) => 1UL << (int)(hash & 63);
}
