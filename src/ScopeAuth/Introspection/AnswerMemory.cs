using System.Diagnostics.CodeAnalysis;

namespace ScopeAuth.Introspection;

/// <summary>Answers of one server, by the hash of the token. Bounded in number and bytes; the oldest goes first.</summary>
internal sealed class AnswerMemory(int capacity, long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TokenDigest, IntrospectionAnswer> _answers = [];
    private readonly Queue<(TokenDigest Hash, IntrospectionAnswer Answer)> _ages = new();
    private long _bytes;

    public int Count
    {
        get { lock (_gate) return _answers.Count; }
    }

    public long Bytes
    {
        get { lock (_gate) return _bytes; }
    }

    public bool TryFind(in TokenDigest hash, [NotNullWhen(true)] out IntrospectionAnswer? answer)
    {
        lock (_gate) return _answers.TryGetValue(hash, out answer);
    }

    public void Add(in TokenDigest hash, IntrospectionAnswer answer)
    {
        lock (_gate)
        {
            _answers[hash] = answer;
            _ages.Enqueue((hash, answer));
            _bytes += answer.Claims.Length;
            while (_ages.Count > capacity || _bytes > maxBytes) DropOldest();
        }
    }

    public void Remove(in TokenDigest hash)
    {
        lock (_gate) _answers.Remove(hash);
    }

    public void Clear()
    {
        lock (_gate)
        {
            _answers.Clear();
            _ages.Clear();
            _bytes = 0;
        }
    }

    private void DropOldest()
    {
        var (hash, answer) = _ages.Dequeue();
        _bytes -= answer.Claims.Length;
        // Not if it was asked for again since: then a younger answer stands under this hash.
        if (_answers.TryGetValue(hash, out var kept) && ReferenceEquals(kept, answer)) _answers.Remove(hash);
    }
}
