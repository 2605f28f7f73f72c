using System.Numerics;
using System.Runtime.Intrinsics;

namespace ScopeAuth.Caching;

/// <summary>
/// Tokens that were accepted before. Bounded in number and bytes, read and written without locks; only good tokens come in.
/// </summary>
/// <remarks>
/// A table of sets of eight places. Two of a set are for newcomers, six for those that were asked for again: a flood of tokens that
/// are each used once passes through the two and leaves the six alone. A write that loses a race loses a token, which costs one check
/// of a signature. The hashes stand beside the tokens, so that looking through a set reads none of the others' memory.
/// </remarks>
internal sealed class AcceptedTokens
{
    private const int Places = 8;
    private const int NewcomerPlaces = 2;

    private const int AverageBytes = 1024;

    private readonly CachedToken?[] _places;
    private readonly int[] _hashes;
    private readonly int _mask;
    private readonly long _maxBytes;
    private long _bytes;

    /// <param name="capacity">How many tokens are kept at most; rounded up to a power of two. 0 keeps none.</param>
    public AcceptedTokens(int capacity)
    {
        if (capacity == 0)
        {
            (_places, _hashes) = ([], []);
            return;
        }
        var sets = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, capacity / Places));
        (_places, _hashes) = (new CachedToken?[sets * Places], new int[sets * Places]);
        _mask = sets - 1;
        _maxBytes = (long)capacity * AverageBytes;
    }

    public bool IsKeeping => _places.Length > 0;

    public long Bytes => Interlocked.Read(ref _bytes);

    public int Count => _places.Count(place => place is not null);

    public CachedToken? Find(ReadOnlySpan<char> token)
    {
        if (_places.Length == 0) return null;
        var hash = TokenHash.Of(token);
        var first = FirstOf(hash);
        // Among many tokens each of these is somewhere else in memory: what is asked for early arrives while other things are looked at.
        _ = Volatile.Read(ref _places[first]);
        var hits = Vector256.Equals(Vector256.Create(_hashes.AsSpan(first, Places)), Vector256.Create(hash)).ExtractMostSignificantBits();
        for (; hits != 0; hits &= hits - 1)
        {
            if (Volatile.Read(ref _places[first + BitOperations.TrailingZeroCount(hits)]) is not { } found) continue;
            _ = found.Verdict.Rejection;
            if (!found.IsOf(token)) continue;
            if (!found.IsTouched) found.IsTouched = true;
            return found;
        }
        return null;
    }

    public void Add(CachedToken token)
    {
        if (_places.Length == 0) return;
        var first = FirstOf(token.Hash);
        // Newcomers stand in a row: the new one pushes the last one out.
        var pushed = Put(first + 1, Interlocked.Exchange(ref _places[first], null));
        if (pushed is not null && !TryKeep(first + NewcomerPlaces, first + Places, pushed)) Interlocked.Add(ref _bytes, -pushed.Bytes);
        if (Interlocked.Add(ref _bytes, token.Bytes) <= _maxBytes) pushed = Put(first, token);
        else pushed = token;
        if (pushed is not null) Interlocked.Add(ref _bytes, -pushed.Bytes);
    }

    /// <summary>Forgets a token that is no longer good.</summary>
    public void Remove(CachedToken token)
    {
        if (_places.Length == 0) return;
        foreach (ref var place in _places.AsSpan(FirstOf(token.Hash), Places))
            if (Interlocked.CompareExchange(ref place, null, token) == token) Interlocked.Add(ref _bytes, -token.Bytes);
    }

    private int FirstOf(int hash) => (hash & _mask) * Places;

    // Between the two writes, and where two write at once, a place may have another's hash: its token is not found, and is checked anew.
    private CachedToken? Put(int place, CachedToken? token)
    {
        var gone = Interlocked.Exchange(ref _places[place], token);
        if (token is not null) Volatile.Write(ref _hashes[place], token.Hash);
        return gone;
    }

    // An empty place takes anyone. Else only one that was asked for again may stay: residents that were asked for since the last time get
    // another chance, and the first that was not gives way.
    private bool TryKeep(int first, int end, CachedToken pushed)
    {
        for (var place = first; place < end; place++)
        {
            if (Volatile.Read(ref _places[place]) is not null) continue;
            if (Interlocked.CompareExchange(ref _places[place], pushed, null) is not null) return false;
            Volatile.Write(ref _hashes[place], pushed.Hash);
            return true;
        }
        if (!pushed.IsTouched) return false;

        pushed.IsTouched = false;
        for (var place = first; place < end; place++)
        {
            if (Volatile.Read(ref _places[place]) is { IsTouched: true } resident)
            {
                resident.IsTouched = false;
                continue;
            }
            if (Put(place, pushed) is { } gone) Interlocked.Add(ref _bytes, -gone.Bytes);
            return true;
        }
        return false;
    }
}
