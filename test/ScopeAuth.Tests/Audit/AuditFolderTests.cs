using System.Text.Json;

namespace ScopeAuth.Tests.Audit;

/// <summary>Which file a record goes to.</summary>
public sealed class AuditFolderTests : IDisposable
{
    private const string Today = "audit-20260301.jsonl";

    private readonly AuditFileFixture _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task A_full_file_is_followed_by_the_next_number_and_no_file_is_larger_than_allowed()
    {
        _disk.Options.MaxFileBytes = 2000;
        await using var sink = _disk.Open();
        for (var number = 0; number < 12; number++) await sink.KeepAsync($"/{number}");

        Assert.Equal(["audit-20260301-1.jsonl", "audit-20260301-2.jsonl", Today], _disk.Folder.Names());
        Assert.All(_disk.Folder.Names(), name => Assert.InRange(_disk.Folder.Read(name).Length, 1, 2000));
        Assert.Equal(
            Enumerable.Range(0, 12).Select(number => $"/{number}"),
            new[] { Today, "audit-20260301-1.jsonl", "audit-20260301-2.jsonl" }.SelectMany(_disk.Folder.Lines)
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("resource").GetString()));
    }

    [Fact]
    public async Task A_new_day_begins_a_new_file()
    {
        await using var sink = _disk.Open();
        _disk.Clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromTicks(1));
        await sink.KeepAsync("/before");
        _disk.Clock.Advance(TimeSpan.FromTicks(1));
        await sink.KeepAsync("/after");

        Assert.Contains("/before", Assert.Single(_disk.Folder.Lines(Today)), StringComparison.Ordinal);
        Assert.Contains("/after", Assert.Single(_disk.Folder.Lines("audit-20260302.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_restart_the_newest_file_of_the_day_goes_on()
    {
        _disk.Options.MaxFileBytes = 2000;
        await using (var first = _disk.Open())
            for (var number = 0; number < 5; number++) await first.KeepAsync($"/{number}");
        Assert.Equal(["audit-20260301-1.jsonl", Today], _disk.Folder.Names());
        var before = _disk.Folder.Lines("audit-20260301-1.jsonl").Length;

        await using var second = _disk.Open();
        await second.KeepAsync("/again");

        Assert.Equal(["audit-20260301-1.jsonl", Today], _disk.Folder.Names());
        Assert.Equal(before + 1, _disk.Folder.Lines("audit-20260301-1.jsonl").Length);
    }

    [Fact]
    public async Task A_line_torn_by_a_crash_is_closed_before_the_next_record()
    {
        await File.WriteAllTextAsync(_disk.Folder[Today], "{\"whole\":1}\n{\"torn\":", TestContext.Current.CancellationToken);
        await using var sink = _disk.Open();
        await sink.KeepAsync("/next");

        var lines = _disk.Folder.Lines(Today);
        Assert.Equal(["{\"whole\":1}", "{\"torn\":"], lines[..2]);
        Assert.Equal("/next", JsonDocument.Parse(lines[2]).RootElement.GetProperty("resource").GetString());
    }

    [Fact]
    public async Task Two_writers_on_one_folder_never_share_a_file()
    {
        await using var first = _disk.Open();
        await first.KeepAsync("/first");
        await using var second = _disk.Open();
        await Parallel.ForAsync(0, 200, TestContext.Current.CancellationToken,
            async (number, _) => await (number % 2 == 0 ? first : second).KeepAsync($"/{number}"));

        Assert.Equal(["audit-20260301-1.jsonl", Today], _disk.Folder.Names());
        Assert.Equal(101, _disk.Folder.Lines(Today).Length);
        Assert.Equal(100, _disk.Folder.Lines("audit-20260301-1.jsonl").Length);
    }

    [Fact]
    public async Task A_file_that_someone_else_has_open_is_not_appended_to()
    {
        await File.WriteAllTextAsync(_disk.Folder[Today], "{}\n", TestContext.Current.CancellationToken);
        await using var other = new FileStream(_disk.Folder[Today], FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        await using var sink = _disk.Open();
        await sink.KeepAsync("/1");

        Assert.Single(_disk.Folder.Lines("audit-20260301-1.jsonl"));
        Assert.Equal(3, other.Length);
    }

    [Fact]
    public async Task While_another_process_holds_the_folder_only_files_of_its_own_are_written()
    {
        await File.WriteAllTextAsync(_disk.Folder[Today], "{}\n", TestContext.Current.CancellationToken);
        await using var other = new FileStream(_disk.Folder["audit.lock"], FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        _disk.Options.MaxFileBytes = 1000;
        await using var sink = _disk.Open();
        for (var number = 0; number < 3; number++) await sink.KeepAsync($"/{number}");

        Assert.Equal("{}\n", _disk.Folder.Read(Today));
        Assert.Equal(["audit-20260301-1.jsonl", "audit-20260301-2.jsonl", Today], _disk.Folder.Names());
    }

    [Fact]
    public async Task Other_names_and_other_days_do_not_count()
    {
        await File.WriteAllTextAsync(_disk.Folder["audit-20260301-x.jsonl"], "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_disk.Folder["audit-20260228-7.jsonl"], "", TestContext.Current.CancellationToken);
        await using var sink = _disk.Open();
        await sink.KeepAsync("/1");

        Assert.Single(_disk.Folder.Lines(Today));
    }

    [Fact]
    public async Task Files_are_for_their_owner_only()
    {
        if (OperatingSystem.IsWindows()) return;
        _disk.Options.Directory = _disk.Folder["inner"];
        await using var sink = _disk.Open();
        await sink.KeepAsync("/1");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_disk.Folder[Path.Combine("inner", Today)]));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_disk.Folder["inner"]));
    }
}
