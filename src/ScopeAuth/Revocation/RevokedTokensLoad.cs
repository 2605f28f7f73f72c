using System.Runtime.CompilerServices;

namespace ScopeAuth.Revocation;

/// <summary>Adds very many tokens: collects some, sorts them by table, and fills one table after the other while it is near the processor.</summary>
/// <param name="tokens">Where they belong. Nobody else changes them meanwhile.</param>
internal sealed class RevokedTokensLoad(RevokedTokens tokens)
{
    // 256 for each table; with that the way to the memory no longer counts. Sixteen megabytes, soon free again.
    private const int Capacity = 256 * RevokedTokens.Tables;

    private readonly Waiting[] _waiting = new Waiting[Capacity];
    private readonly Waiting[] _sorted = new Waiting[Capacity];
    private readonly int[] _ends = new int[RevokedTokens.Tables];
    private int _count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(RevocationId id, DateTimeOffset? endsAt)
    {
        if (_count == Capacity) Flush();
        _waiting[_count++] = new(RevokedTokens.EntryOf(id, tokens.HourOf(endsAt)), (ushort)RevokedTokens.TableOf(id), RevokedTokens.TagOf(id));
    }

    /// <summary>Puts in what was collected.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Flush()
    {
        var waiting = _waiting.AsSpan(0, _count);
        Array.Clear(_ends);
        foreach (ref readonly var each in waiting) _ends[each.Table]++;
        for (int table = 0, end = 0; table < _ends.Length; table++) (_ends[table], end) = (end, end + _ends[table]);
        foreach (ref readonly var each in waiting) _sorted[_ends[each.Table]++] = each;
        foreach (ref readonly var each in _sorted.AsSpan(0, _count)) tokens.Add(each.Table, each.Tag, each.Entry);
        _count = 0;
    }

    private readonly record struct Waiting(ulong Entry, ushort Table, byte Tag);
}
