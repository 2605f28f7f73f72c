using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Revocation;

namespace ScopeAuth.Benchmarks;

/// <summary>Revocations of other tokens than those that are judged, as a node has them after it read its snapshot: nothing can be ruled out without a hash of the token.</summary>
internal sealed class ManyRevocations
{
    private static readonly SipHash Key = new(0x0123456789abcdef, 0xfedcba9876543210);

    private readonly (ulong[] Cells, int Count)[] _tables;

    public ManyRevocations(int entries)
    {
        var now = TimeProvider.System.GetUtcNow();
        var tokens = new RevokedTokens(now);
        for (var number = 0; number < entries; number++)
            tokens.Add(RevocationId.Of(Key, RevocationKind.Token, "other", number.ToString(CultureInfo.InvariantCulture)), now.AddHours(1 + (number % 24)));
        _tables = [.. Enumerable.Range(0, RevokedTokens.Tables).Select(number => (tokens.CellsOf(number, out var count).ToArray(), count))];
    }

    /// <summary>Nobody writes to the tables, so any number of applications share them.</summary>
    public void RestoreIn(IServiceProvider api)
    {
        var set = api.GetRequiredService<RevocationView>().Current!;
        for (var number = 0; number < _tables.Length; number++)
            if (_tables[number] is { Count: > 0 } table) set.Restore(number, table.Cells, table.Count);
    }
}
