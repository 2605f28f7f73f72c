using ScopeAuth.Revocation;

namespace ScopeAuth.Tests.Revocation;

/// <summary>Fingerprints of revoked tokens: what is in is found, what is not is not, while others write.</summary>
public sealed class RevokedTokensTests
{
    private static readonly DateTimeOffset Origin = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_was_added_is_found_and_what_was_removed_is_not_through_every_size()
    {
        var tokens = new RevokedTokens(Origin);
        var random = new Random(7);
        var model = new HashSet<RevocationId>();
        var known = new List<RevocationId>();
        for (var step = 0; step < 400_000; step++)
        {
            var id = known.Count > 0 && random.Next(4) == 0 ? known[random.Next(known.Count)] : Id(random);
            if (random.Next(5) == 0) Assert.Equal(model.Remove(id), tokens.Remove(id));
            else if (model.Add(id) is var isNew)
            {
                Assert.Equal(isNew, tokens.Add(id, Origin.AddHours(random.Next(48))));
                known.Add(id);
            }
        }
        Assert.Equal(model.Count, tokens.Count);
        Assert.All(known, id => Assert.Equal(model.Contains(id), tokens.Contains(id)));
        for (var stranger = 0; stranger < 100_000; stranger++) Assert.False(tokens.Contains(Id(random)));
    }

    [Fact]
    public void Nothing_is_dropped_before_it_ends_and_everything_within_an_hour_of_it()
    {
        var tokens = new RevokedTokens(Origin);
        var random = new Random(8);
        var ids = Enumerable.Range(0, 50_000).Select(_ => (Id: Id(random), EndsAt: random.Next(50) == 0 ? (DateTimeOffset?)null : Origin.AddMinutes(random.Next(-60, 3000)))).ToList();
        foreach (var (id, endsAt) in ids) tokens.Add(id, endsAt);

        foreach (var minutes in new[] { 0, 59, 60, 61, 600, 1234, 2900 })
        {
            var now = Origin.AddMinutes(minutes);
            tokens.Drop(now);
            Assert.All(ids, each => Assert.True(tokens.Contains(each.Id) || each.EndsAt <= now));
            Assert.All(ids, each => Assert.False(tokens.Contains(each.Id) && each.EndsAt <= now.AddHours(-1)));
        }
        tokens.Drop(Origin.AddYears(20));
        Assert.Equal(ids.Count(each => each.EndsAt is null), tokens.Count);
    }

    [Fact]
    public void Of_two_ends_of_one_token_the_later_stands()
    {
        var tokens = new RevokedTokens(Origin);
        var random = new Random(10);
        var ids = Enumerable.Range(0, 20_000).Select(_ => Id(random)).ToList();
        foreach (var id in ids) Assert.True(tokens.Add(id, Origin.AddHours(1)));
        foreach (var id in ids.Take(5_000)) Assert.False(tokens.Add(id, Origin.AddHours(30)));
        foreach (var id in ids.Take(6_000)) Assert.False(tokens.Add(id, Origin.AddMinutes(1)));
        foreach (var id in ids.Skip(6_000).Take(1_000)) Assert.False(tokens.Add(id, null));

        tokens.Drop(Origin.AddHours(29));
        Assert.Equal([.. ids.Take(5_000), .. ids.Skip(6_000).Take(1_000)], ids.Where(tokens.Contains));
        tokens.Drop(Origin.AddHours(30));
        Assert.Equal(ids.Skip(6_000).Take(1_000), ids.Where(tokens.Contains));
        Assert.Equal(1_000, tokens.Count);
    }

    [Fact]
    public async Task A_reader_never_misses_what_is_in_while_tables_grow_and_entries_move()
    {
        var tokens = new RevokedTokens(Origin);
        var random = new Random(9);
        // All in one table, so that every write is close to every read.
        RevocationId InOne() => Id(random) is var id ? id with { High = id.High & 0x001F_FFFF_FFFF_FFFF } : default;
        var kept = Enumerable.Range(0, 2_000).Select(_ => InOne()).ToArray();
        foreach (var id in kept) tokens.Add(id, null);
        var others = Enumerable.Range(0, 20_000).Select(_ => InOne()).ToArray();
        using var stop = new CancellationTokenSource();

        var reading = Task.Run(() =>
        {
            var missed = 0;
            while (!stop.IsCancellationRequested)
                foreach (var id in kept) if (!tokens.Contains(id)) missed++;
            return missed;
        });
        for (var round = 0; round < 10; round++)
        {
            foreach (var id in others) tokens.Add(id, Origin.AddHours(1));
            if (round % 2 == 0) tokens.Drop(Origin.AddHours(2));
            else foreach (var id in others) tokens.Remove(id);
        }
        await stop.CancelAsync();

        Assert.Equal(0, await reading);
        Assert.Equal(kept.Length, tokens.Count);
    }

    [Fact]
    public void A_table_is_taken_as_it_was_copied_and_none_that_has_not_one_bucket()
    {
        var (tokens, other) = (new RevokedTokens(Origin), new RevokedTokens(Origin));
        var random = new Random(11);
        var ids = Enumerable.Range(0, 20_000).Select(_ => Id(random)).ToList();
        foreach (var id in ids) tokens.Add(id, Origin.AddHours(1));

        for (var number = 0; number < RevokedTokens.Tables; number++)
            if (tokens.CellsOf(number, out var count) is { IsEmpty: false } cells) other.Restore(number, cells.ToArray(), count);
        Assert.All(ids, id => Assert.True(other.Contains(id)));
        Assert.Equal(ids.Count, other.Count);

        Assert.Throws<ArgumentException>(() => other.Restore(0, [], 0));
        Assert.Throws<ArgumentException>(() => other.Restore(0, new ulong[8], 0));
        other.Restore(0, new ulong[17], 0);
        for (var stranger = 0; stranger < 100_000; stranger++) Assert.False(other.Contains(Id(random) is var id ? id with { High = id.High & 0x001F_FFFF_FFFF_FFFF } : default));
    }

    private static RevocationId Id(Random random) => new((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64(long.MinValue, long.MaxValue));
}
