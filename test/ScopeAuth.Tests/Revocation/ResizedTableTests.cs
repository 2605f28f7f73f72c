using ScopeAuth.Revocation;

namespace ScopeAuth.Tests.Revocation;

/// <summary>A table of fingerprints in another size: nothing is lost on the way, and nothing is found that was not in.</summary>
public sealed class ResizedTableTests
{
    private const int Buckets = 120;

    [Fact]
    public void Everything_that_is_in_a_table_is_in_one_of_any_other_size_with_its_tag_and_its_end()
    {
        var random = new Random(11);
        var (table, entries) = Filled(random, 800);
        // Holes, as what has ended leaves them.
        foreach (var (tag, entry) in entries.Where((_, number) => number % 5 == 0)) Assert.True(table.Remove(tag, entry));
        entries = [.. entries.Where((_, number) => number % 5 != 0)];

        for (var buckets = Buckets * 9 / 10; buckets <= 4 * Buckets; buckets++)
        {
            var other = ResizedTable.Of(table, buckets);
            Assert.NotNull(other);
            Assert.Equal(buckets, other.Value.Buckets);
            Assert.All(entries, each => Assert.Equal((ushort)each.Entry, other.Value.EndOf(each.Tag, each.Entry)));
            Assert.Equal(entries.Count, TagsIn(other.Value));
        }
    }

    [Fact]
    public void A_table_grows_from_nothing_bucket_by_bucket()
    {
        var random = new Random(12);
        var table = new FingerprintTable([]);
        var entries = new List<(byte Tag, ulong Entry)>();
        for (var buckets = 1; buckets < 200; buckets++)
        {
            table = ResizedTable.Of(table, buckets)!.Value;
            for (var number = 0; number < 5; number++)
            {
                var (tag, entry) = Entry(random);
                if (Add(table, tag, entry)) entries.Add((tag, entry));
            }
        }
        Assert.True(entries.Count > 900);
        Assert.All(entries, each => Assert.True(table.Contains(each.Tag, each.Entry)));
        Assert.Equal(entries.Count, TagsIn(table));
    }

    [Fact]
    public void There_is_no_table_that_is_too_small_for_what_is_in()
    {
        var (table, _) = Filled(new(13), 800);
        Assert.Null(ResizedTable.Of(table, 99));
        Assert.Null(ResizedTable.Of(table, 1));
    }

    [Fact]
    public void No_table_is_made_more_than_four_times_as_large_at_once() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ResizedTable.Of(new(new ulong[9]), 5));

    private static (FingerprintTable Table, List<(byte Tag, ulong Entry)> Entries) Filled(Random random, int count)
    {
        var table = new FingerprintTable(new ulong[Buckets * 9]);
        var entries = Enumerable.Range(0, count).Select(_ => Entry(random)).ToList();
        Assert.All(entries, each => Assert.True(Add(table, each.Tag, each.Entry)));
        return (table, entries);
    }

    private static (byte Tag, ulong Entry) Entry(Random random) => ((byte)random.Next(1, 256), (ulong)random.NextInt64(long.MinValue, long.MaxValue));

    private static bool Add(FingerprintTable table, byte tag, ulong entry)
    {
        var version = 0;
        return table.TryAdd(tag, entry, ref version) == FingerprintAddition.New;
    }

    private static int TagsIn(FingerprintTable table) =>
        Enumerable.Range(0, table.Buckets).Sum(bucket => Enumerable.Range(0, FingerprintTable.Places).Count(place => FingerprintTags.At(table.Cells[bucket], place) != 0));
}
