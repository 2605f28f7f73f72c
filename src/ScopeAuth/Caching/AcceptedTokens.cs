namespace ScopeAuth.Caching;

/// <summary>
/// Tokens that were accepted before. Bounded in number and bytes, read and written without locks; only good tokens come in.
/// </summary>
/// <remarks>
/// A table of sets of eight places. Two of a set are for newcomers, six for those that were asked for again: a flood of tokens that
/// are each used once passes through the two and leaves the six alone. A write that loses a race loses a token, which costs one check
/// of a signature.
/// </remarks>
internal sealed class AcceptedTokens
{
    private const int Places = 8;
    private const int NewcomerPlaces = 2;

    private const int AverageBytes = 1024;

    private readonly CachedToken?[] _places;
    private readonly int _mask;
    private readonly long _maxBytes;
    private long _bytes;

    /// <param name="capacity">How many tokens are kept at most; rounded up to a power of two. 0 keeps none.</param>
    public AcceptedTokens(int capacity)
    {
        if (capacity == 0)
        {
            _places = [];
            return;
        }
        var sets = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, capacity / Places));
        _places = new CachedToken?[sets * Places];
        _mask = sets - 1;
        _maxBytes = (long)capacity * AverageBytes;
    }

    public bool IsKeeping => _places.Length > 0;

    public long Bytes => Interlocked.Read(ref _bytes);

    public int Count => _places.Count(place => place is not null);

    public CachedToken? Find(ReadOnlySpan<char> token)
    {
        var hash = TokenHash.Of(token);
        foreach (ref var place in SetOf(hash))
        {
            if (Volatile.Read(ref place) is not { } found || found.Hash != hash || !found.IsOf(token)) continue;
            if (!found.IsTouched) found.IsTouched = true;
            return found;
        }
        return null;
    }

    public void Add(CachedToken token)
    {
        var set = SetOf(token.Hash);
        if (set.IsEmpty) return;
        // Newcomers stand in a row: the new one pushes the last one out.
        var pushed = Interlocked.Exchange(ref set[1], Interlocked.Exchange(ref set[0], null));
        if (pushed is not null && !TryKeep(set[NewcomerPlaces..], pushed)) Interlocked.Add(ref _bytes, -pushed.Bytes);
        if (Interlocked.Add(ref _bytes, token.Bytes) <= _maxBytes) pushed = Interlocked.Exchange(ref set[0], token);
        else pushed = token;
        if (pushed is not null) Interlocked.Add(ref _bytes, -pushed.Bytes);
    }

    /// <summary>Forgets a token that is no longer good.</summary>
    public void Remove(CachedToken token)
    {
        foreach (ref var place in SetOf(token.Hash))
            if (Interlocked.CompareExchange(ref place, null, token) == token) Interlocked.Add(ref _bytes, -token.Bytes);
    }

    private Span<CachedToken?> SetOf(int hash) => _places.Length == 0 ? default : _places.AsSpan((hash & _mask) * Places, Places);

    // An empty place takes anyone. Else only one that was asked for again may stay: residents that were asked for since the last time get
    // another chance, and the first that was not gives way.
    private bool TryKeep(Span<CachedToken?> residents, CachedToken pushed)
    {
        foreach (ref var place in residents)
            if (Volatile.Read(ref place) is null) return Interlocked.CompareExchange(ref place, pushed, null) is null;
        if (!pushed.IsTouched) return false;

        pushed.IsTouched = false;
        foreach (ref var place in residents)
        {
            if (Volatile.Read(ref place) is { IsTouched: true } resident)
            {
                resident.IsTouched = false;
                continue;
            }
            if (Interlocked.Exchange(ref place, pushed) is { } gone) Interlocked.Add(ref _bytes, -gone.Bytes);
            return true;
        }
        return false;
    }
}
