namespace ScopeAuth.Tokens;

/// <summary>
/// Reads one JSON object strictly (RFC 8259) in one pass: the whole text is checked, the members of the outermost object are kept.
/// </summary>
/// <remarks>
/// Ours because the platform's reader throws on the first fault, which an anonymous caller could trigger at will, and does not notice
/// duplicate members (RFC 7515 section 4 and RFC 7519 section 4 let a verifier refuse them) or lone surrogates. The text must be valid
/// UTF-8 already. Nothing is allocated. Each method takes the place where it begins and gives the one behind its end, or
/// <see cref="Fault"/>: a place that is handed on stays in a register.
/// </remarks>
internal ref struct JsonText
{
    public const int MaxDepth = 32;

    private const int Fault = -1;

    private readonly ReadOnlySpan<byte> _text;
    private readonly Span<JsonMember> _open;    // members of all objects that are open; those of the outermost stay
    private int _count;
    private ulong _hashes;

    private JsonText(ReadOnlySpan<byte> text, Span<JsonMember> open)
    {
        _text = text;
        _open = open;
    }

    /// <param name="utf8">The text; white space may surround the object.</param>
    /// <param name="table">Room for the members; more members than that, open at one time, are a fault.</param>
    /// <param name="members">The members of the outermost object.</param>
    public static bool TryReadObject(ReadOnlySpan<byte> utf8, Span<JsonMember> table, out JsonMembers members)
    {
        var reader = new JsonText(utf8, table);
        var at = reader.SkipSpace(0);
        at = reader.Is((byte)'{', at) ? reader.ReadObject(at + 1, depth: 1) : Fault;
        members = new(utf8, table[..reader._count], reader._hashes);
        return at >= 0 && reader.SkipSpace(at) == utf8.Length;
    }

    private int ReadObject(int at, int depth)
    {
        var first = _count;
        var hashes = 0UL;       // of the names so far: most are no duplicates, and this says so at once
        at = SkipSpace(at);
        if (!Is((byte)'}', at))
        {
            while (true)
            {
                if (_count == _open.Length) return Fault;
                ref var member = ref _open[_count];
                if ((at = ReadName(ref member, at)) < 0) return Fault;
                var bit = JsonMembers.BitOf(member.NameHash);
                if ((hashes & bit) != 0 && IsDuplicate(first)) return Fault;
                hashes |= bit;
                _count++;
                at = SkipSpace(at);
                if (!Is((byte)':', at) || (at = ReadValue(ref member, SkipSpace(at + 1), depth)) < 0) return Fault;
                at = SkipSpace(at);
                if (!Is((byte)',', at)) break;
                at = SkipSpace(at + 1);
            }
            if (!Is((byte)'}', at)) return Fault;
        }
        if (depth > 1) _count = first;
        else _hashes = hashes;
        return at + 1;
    }

    private int ReadArray(int at, int depth)
    {
        at = SkipSpace(at);
        if (Is((byte)']', at)) return at + 1;
        while (true)
        {
            var ignored = default(JsonMember);
            if ((at = ReadValue(ref ignored, at, depth)) < 0) return Fault;
            at = SkipSpace(at);
            if (!Is((byte)',', at)) break;
            at = SkipSpace(at + 1);
        }
        return Is((byte)']', at) ? at + 1 : Fault;
    }

    private int ReadValue(ref JsonMember member, int at, int depth)
    {
        if (at >= _text.Length) return Fault;
        member.ValueStart = at;
        member.ValueEscaped = false;    // the table is the thread's, and holds what the token before left
        int end;
        switch (_text[at])
        {
            case (byte)'"':
                member.Kind = JsonKind.String;
                member.ValueStart = at + 1;
                end = ReadString(at + 1, out member.ValueEscaped);
                member.ValueLength = end - 1 - member.ValueStart;
                return end;
            case (byte)'{':
                member.Kind = JsonKind.Object;
                end = depth < MaxDepth ? ReadObject(at + 1, depth + 1) : Fault;
                break;
            case (byte)'[':
                member.Kind = JsonKind.Array;
                end = depth < MaxDepth ? ReadArray(at + 1, depth + 1) : Fault;
                break;
            case (byte)'t':
                member.Kind = JsonKind.True;
                end = Take("true"u8, at);
                break;
            case (byte)'f':
                member.Kind = JsonKind.False;
                end = Take("false"u8, at);
                break;
            case (byte)'n':
                member.Kind = JsonKind.Null;
                end = Take("null"u8, at);
                break;
            default:
                member.Kind = JsonKind.Number;
                end = JsonNumber.TryMeasure(_text[at..], out var length) ? at + length : Fault;
                break;
        }
        member.ValueLength = end - at;
        return end;
    }

    private int ReadName(ref JsonMember member, int at)
    {
        if (!Is((byte)'"', at)) return Fault;
        var end = ReadString(at + 1, out member.NameEscaped);
        if (end < 0) return Fault;
        member.NameStart = at + 1;
        member.NameLength = end - 1 - member.NameStart;
        member.NameHash = JsonNameHash.Of(JsonString.Unescape(_text.Slice(member.NameStart, member.NameLength), member.NameEscaped));
        return end;
    }

    private int ReadString(int at, out bool escaped)
    {
        escaped = false;
        while (true)
        {
            var plain = JsonString.MeasurePlain(_text[at..]);
            if (plain < 0) return Fault;
            at += plain;
            if (_text[at] == (byte)'"') return at + 1;
            if (!JsonString.TryMeasureEscape(_text[at..], out var escape)) return Fault;    // also for control characters
            escaped = true;
            at += escape;
        }
    }

    // Quadratic in the number of members of one object, which the table bounds; the hash makes each step a comparison of numbers.
    private readonly bool IsDuplicate(int first)
    {
        ref readonly var last = ref _open[_count];
        for (var index = first; index < _count; index++)
        {
            ref readonly var other = ref _open[index];
            if (other.NameHash == last.NameHash && JsonString.Equal(
                _text.Slice(other.NameStart, other.NameLength), other.NameEscaped,
                _text.Slice(last.NameStart, last.NameLength), last.NameEscaped)) return true;
        }
        return false;
    }

    private readonly int SkipSpace(int at)
    {
        while (at < _text.Length && _text[at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r') at++;
        return at;
    }

    private readonly bool Is(byte expected, int at) => at < _text.Length && _text[at] == expected;

    private readonly int Take(ReadOnlySpan<byte> expected, int at) => _text[at..].StartsWith(expected) ? at + expected.Length : Fault;
}
