using System.Text;
using ScopeAuth.Revocation;

namespace ScopeAuth.Tests.Revocation;

/// <summary>One revocation of many is found by where it stands, whatever has become of the files meanwhile.</summary>
public sealed class JournalIdsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_old_one_is_found_and_lifted_with_its_record_also_after_compaction_and_restart()
    {
        await using var folder = new JournalFolder { SegmentBytes = 16 * 1024 };
        var store = await folder.OpenAsync();
        var records = await FillAsync(store);

        foreach (var record in records) Assert.Equal(record, await store.FindAsync(record.Id, Cancelled));
        Assert.NotEmpty(Directory.GetFiles(folder.Path, "*.ids"));
        foreach (var record in records.Where((_, number) => number % 3 != 0)) Assert.Equal(record, (await LiftAsync(store, record)).Record);
        await store.CompactAsync(Cancelled);
        foreach (var record in records.Where((_, number) => number % 3 == 0)) Assert.Equal(record, await store.FindAsync(record.Id, Cancelled));
        store = await folder.ReopenAsync();
        foreach (var record in records.Where((_, number) => number % 3 == 0)) Assert.Equal(record, (await LiftAsync(store, record)).Record);

        Assert.Equal(0, await store.CountAsync(new(), Cancelled));
    }

    [Fact]
    public async Task Who_looks_for_one_reads_no_other()
    {
        await using var folder = new JournalFolder { SegmentBytes = 16 * 1024 };
        var store = await folder.OpenAsync();
        var records = await FillAsync(store);
        Assert.NotNull(await store.FindAsync(records[0].Id, Cancelled));

        var first = folder.Journals[0];
        JournalFolder.Flip(first.FullName, first.Length - 20);

        Assert.Equal(records[0], await store.FindAsync(records[0].Id, Cancelled));
        await Assert.ThrowsAsync<InvalidDataException>(async () => await store.CountAsync(new(), Cancelled));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(18)]
    [InlineData(400)]
    public async Task A_damaged_one_is_made_anew(int damagedByte)
    {
        await using var folder = new JournalFolder { SegmentBytes = 16 * 1024 };
        var store = await folder.OpenAsync();
        var records = await FillAsync(store);
        Assert.NotNull(await store.FindAsync(records[0].Id, Cancelled));
        var file = Directory.GetFiles(folder.Path, "*.ids").Order(StringComparer.Ordinal).First();
        var before = await File.ReadAllBytesAsync(file, Cancelled);

        store = await folder.ReopenAsync(() => JournalFolder.Flip(file, damagedByte));

        foreach (var record in records) Assert.Equal(record, await store.FindAsync(record.Id, Cancelled));
        Assert.Equal(before, await File.ReadAllBytesAsync(file, Cancelled));
    }

    [Fact]
    public async Task Where_none_can_be_written_the_journal_is_read()
    {
        await using var folder = new JournalFolder { SegmentBytes = 16 * 1024 };
        var store = await folder.OpenAsync();
        var records = await FillAsync(store);
        foreach (var journal in folder.Journals) Directory.CreateDirectory(Path.ChangeExtension(journal.FullName, ".ids"));

        foreach (var record in records.Take(20)) Assert.Equal(record, await store.FindAsync(record.Id, Cancelled));
    }

    [Fact]
    public async Task Who_lifted_is_in_the_journal()
    {
        await using var folder = new JournalFolder();
        var store = await folder.OpenAsync();
        await store.AppendAsync([RevocationChange.Revoke(SomeRevocation.Token("1")), RevocationChange.Lift(SomeRevocation.Token("1").Id, "Zoë")], Cancelled);
        await folder.CloseAsync();

        Assert.NotEqual(-1, (await File.ReadAllBytesAsync(folder.Journals[0].FullName, Cancelled)).AsSpan().IndexOf(Encoding.UTF8.GetBytes("Zoë")));
        Assert.Throws<ArgumentException>(() => RevocationChange.Lift(Guid.NewGuid(), ""));
    }

    private static async Task<RevocationRecord[]> FillAsync(JournalRevocationStore store)
    {
        var records = Enumerable.Range(0, 600).Select(number => SomeRevocation.Token($"{number}")).ToArray();
        foreach (var part in records.Chunk(10)) await store.AppendAsync([.. part.Select(RevocationChange.Revoke)], Cancelled);
        return records;
    }

    private static async Task<RevocationReceipt> LiftAsync(JournalRevocationStore store, RevocationRecord record) =>
        (await store.AppendAsync([RevocationChange.Lift(record.Id, "test")], Cancelled))[0];
}
