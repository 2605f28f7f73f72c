namespace ScopeAuth.Tokens;

/// <summary>
/// Reads one JSON object strictly (RFC 8259) in one pass: the whole text is checked, the members of the outermost object are kept.
/// </summary>
/// <remarks>
/// Ours because the platform's reader throws on the first fault, which an anonymous caller could trigger at will, and does not notice
/// duplicate members (RFC 7515 section 4 and RFC 7519 section 4 let a verifier refuse them) or lone surrogates. The text must be valid
/// UTF-8 already. Nothing is allocated.
/// </remarks>
internal ref struct JsonText
{
    public const int MaxDepth = 32;

    private readonly ReadOnlySpan<byte> _text;
    private readonly Span<JsonMember> _open;    // members of all objects that are open; those of the outermost stay
    private int _count;
    private int _at;

    private JsonText(ReadOnlySpan<byte> text, Span<JsonMember> open)
    {
        _text = text;
        _open = open;
    }

    /// <param name="utf8">The text; white space may surround the object.</param>
    /// <param name="table">Room for the members; more members than that, open at one time, are a fault.</param>
    /// <param name="count">How many members the outermost object has.</param>
    public static bool TryReadObject(ReadOnlySpan<byte> utf8, Span<JsonMember> table, out int count)
    {
        var reader = new JsonText(utf8, table);
        reader.SkipSpace();
        var read = reader.TryTake((byte)'{') && reader.ReadObject(depth: 1);
        count = reader._count;
        reader.SkipSpace();
        return read && reader._at == utf8.Length;
    }

    private bool ReadObject(int depth)
    {
        var first = _count;
        var hashes = 0UL;       // of the names so far: most are no duplicates, and this says so at once
        SkipSpace();
        if (!TryTake((byte)'}'))
        {
            do
            {
                SkipSpace();
                if (_count == _open.Length) return false;
                ref var member = ref _open[_count];
                if (!ReadName(ref member)) return false;
                var bit = JsonMembers.BitOf(member.NameHash);
                if ((hashes & bit) != 0 && IsDuplicate(first)) return false;
                hashes |= bit;
                _count++;
                SkipSpace();
                if (!TryTake((byte)':')) return false;
                SkipSpace();
                if (!ReadValue(ref member, depth)) return false;
                SkipSpace();
            }
            while (TryTake((byte)','));
            if (!TryTake((byte)'}')) return false;
        }
        if (depth > 1) _count = first;
        return true;
    }

    private bool ReadArray(int depth)
    {
        SkipSpace();
        if (TryTake((byte)']')) return true;
        do
        {
            SkipSpace();
            var ignored = default(JsonMember);
            if (!ReadValue(ref ignored, depth)) return false;
            SkipSpace();
        }
        while (TryTake((byte)','));
        return TryTake((byte)']');
    }

    private bool ReadValue(ref JsonMember member, int depth)
    {
        if (_at == _text.Length) return false;
        member.ValueStart = _at;
        member.ValueEscaped = false;    // the table is the thread's, and holds what the token before left
        bool read;
        switch (_text[_at])
        {
            case (byte)'"':
                member.Kind = JsonKind.String;
                return ReadString(out member.ValueStart, out member.ValueLength, out member.ValueEscaped);
            case (byte)'{':
                member.Kind = JsonKind.Object;
                _at++;
                read = depth < MaxDepth && ReadObject(depth + 1);
                break;
            case (byte)'[':
                member.Kind = JsonKind.Array;
                _at++;
                read = depth < MaxDepth && ReadArray(depth + 1);
                break;
            case (byte)'t':
                member.Kind = JsonKind.True;
                read = TryTake("true"u8);
                break;
            case (byte)'f':
                member.Kind = JsonKind.False;
                read = TryTake("false"u8);
                break;
            case (byte)'n':
                member.Kind = JsonKind.Null;
                read = TryTake("null"u8);
                break;
            default:
                member.Kind = JsonKind.Number;
                read = JsonNumber.TryMeasure(_text[_at..], out var length);
                _at += length;
                break;
        }
        member.ValueLength = _at - member.ValueStart;
        return read;
    }

    private bool ReadName(ref JsonMember member)
    {
        if (!ReadString(out member.NameStart, out member.NameLength, out member.NameEscaped)) return false;
        member.NameHash = JsonNameHash.Of(JsonString.Unescape(_text.Slice(member.NameStart, member.NameLength), member.NameEscaped));
        return true;
    }

    private bool ReadString(out int start, out int length, out bool escaped)
    {
        (start, length, escaped) = (0, 0, false);
        if (!TryTake((byte)'"')) return false;
        start = _at;
        while (true)
        {
            var plain = JsonString.MeasurePlain(_text[_at..]);
            if (plain < 0) return false;
            _at += plain;
            if (_text[_at] == (byte)'"') break;
            if (!JsonString.TryMeasureEscape(_text[_at..], out var escape)) return false;    // also for control characters
            escaped = true;
            _at += escape;
        }
        length = _at++ - start;
        return true;
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

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r') _at++;
    }

    private bool TryTake(byte expected)
    {
        if (_at == _text.Length || _text[_at] != expected) return false;
        _at++;
        return true;
    }

    private bool TryTake(ReadOnlySpan<byte> expected)
    {
        if (!_text[_at..].StartsWith(expected)) return false;
        _at += expected.Length;
        return true;
    }
}
