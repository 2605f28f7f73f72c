using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Keys;
using ScopeAuth.Tests.Network;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Keys;

public sealed class KeyStoreTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scopeauth-").FullName;
    private readonly FakeClock _clock = new();
    private readonly FaultServer _server = new();
    private readonly List<KeyRingFixture> _starts = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var start in _starts) await start.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_restart_during_an_outage_still_has_the_keys()
    {
        _server.AnswerWith(Jwks.Set(
            Jwks.Rsa("rsa"),
            Jwks.Rsa("limited", 1, "\"alg\":\"PS384\",\"issuer\":\"https://login.microsoftonline.com/{tenantid}/v2.0\""),
            Jwks.Ec("ec", ECCurve.NamedCurves.nistP521, "P-521")));
        var before = await LoadAsync(Start());
        _clock.Advance(TimeSpan.FromHours(3));
        _server.StopListening();

        var after = Start().Ring(_server);

        Assert.True(after.IsUsable);
        Assert.Equal(before.State.LastSuccess, after.State.LastSuccess);
        Assert.Equal(1, after.Generation);
        Assert.Equal(3, after.Current.Keys.Length);
        Assert.All(before.Current.Keys.Zip(after.Current.Keys), pair => Assert.True(pair.First.IsSameAs(pair.Second)));
    }

    [Fact]
    public async Task What_is_on_disk_is_public_and_only_the_owner_may_change_it()
    {
        _server.AnswerWith(Jwks.Set(Jwks.Rsa("one"), Jwks.Rsa("leaked", 1, "\"d\":\"c2VjcmV0\"")));
        await LoadAsync(Start());

        var file = Assert.Single(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);

        Assert.Matches("^[0-9a-f]{32}\\.json$", Path.GetFileName(file));
        Assert.DoesNotContain("c2VjcmV0", text, StringComparison.Ordinal);
        Assert.DoesNotContain("leaked", text, StringComparison.Ordinal);
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public async Task A_name_of_a_server_never_becomes_part_of_a_path()
    {
        _server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        await LoadAsync(Start(), "../../../etc/cron.d/x");

        Assert.Equal(Path.Combine(_folder, "keys"), Path.GetDirectoryName(Assert.Single(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories))));
    }

    [Fact]
    public async Task Keys_of_more_than_24_hours_ago_are_not_used()
    {
        _server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        await LoadAsync(Start());
        _clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));

        AssertStartsEmpty("too old");
    }

    [Fact]
    public async Task Keys_from_the_future_are_not_used()
    {
        _server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        await LoadAsync(Start());
        _clock.StepWallClock(TimeSpan.FromHours(-1));

        AssertStartsEmpty("from the future");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"source":"\ud800","fetched":"2026-03-01T12:00:00Z","keys":[]}""")]
    [InlineData("""{"source":"x","fetched":"today","keys":[]}""")]
    public async Task A_corrupt_file_is_ignored_and_logged_and_written_anew(string content)
    {
        _server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        await LoadAsync(Start());
        await OverwriteAsync(_ => content);

        AssertStartsEmpty("it is not what was written");
        await LoadAsync(Start());

        Assert.True(Start().Ring(_server).IsUsable);
    }

    [Fact]
    public async Task A_file_of_another_source_is_ignored()
    {
        _server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        await LoadAsync(Start());
        await OverwriteAsync(text => text.Replace("/jwks\"", "/other\"", StringComparison.Ordinal));

        AssertStartsEmpty("of another source");
    }

    [Fact]
    public async Task A_file_whose_end_is_missing_or_that_is_too_large_is_ignored()
    {
        _server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        await LoadAsync(Start());

        await OverwriteAsync(text => text[..^20]);
        AssertStartsEmpty("it is not what was written");
        await OverwriteAsync(text => text + new string(' ', 600 * 1024));
        AssertStartsEmpty("too large");
    }

    [Fact]
    public async Task Another_source_of_the_same_server_starts_empty()
    {
        _server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        await LoadAsync(Start());

        Assert.False(Start().MetadataRing(_server).IsUsable);
    }

    [Fact]
    public async Task Unchanged_keys_are_written_again_only_to_keep_them_fresh()
    {
        _server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        var start = Start();
        var ring = await LoadAsync(start);
        var first = ring.Stored;

        _clock.Advance(TimeSpan.FromMinutes(30));
        await LoadAsync(start);
        Assert.Same(first, ring.Stored);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await LoadAsync(start);
        Assert.NotSame(first, ring.Stored);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_costs_a_warning_and_nothing_else()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "keys"), "a file where the folder should be", TestContext.Current.CancellationToken);
        _server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));

        var start = Start();
        var ring = await LoadAsync(start);

        Assert.True(ring.IsUsable);
        Assert.Single(start.Logged.Of(41));
    }

    [Fact]
    public async Task A_file_that_cannot_be_replaced_leaves_no_draft_behind()
    {
        _server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        var start = Start();
        Directory.CreateDirectory(Path.Combine(_folder, "keys", start.Ring(_server).Fingerprint + ".json", "in the way"));

        var ring = await LoadAsync(start);

        Assert.True(ring.IsUsable);
        Assert.Null(ring.Stored);
        Assert.Contains("keys of acme", Assert.Single(start.Logged.Of(41)), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_file_that_somebody_holds_is_ignored_and_that_is_said()
    {
        _server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        await LoadAsync(Start());
        var file = Assert.Single(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
        using var held = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        AssertStartsEmpty("IOException");
    }

    [Fact]
    public async Task What_is_done_with_the_keys_on_disk_is_said_once_at_a_level_of_its_own()
    {
        _server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));
        await LoadAsync(Start());
        var start = Start();
        start.Ring(_server);

        Assert.Contains("starting with 1 ", Assert.Single(start.Logged.Of(39)), StringComparison.Ordinal);
        Assert.Empty(start.Logged.Of(40));
        Assert.Empty(start.Logged.Of(41));
    }

    [Fact]
    public async Task Nothing_is_written_without_a_path()
    {
        await using var start = new KeyRingFixture();
        _server.AnswerWith(Jwks.Set(Jwks.Rsa("one")));

        await LoadAsync(start);

        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    private KeyRingFixture Start()
    {
        var start = new KeyRingFixture(services => services.Configure<ScopeAuthOptions>(options => options.DataPath = _folder), _clock);
        _starts.Add(start);
        return start;
    }

    private async Task<KeyRing> LoadAsync(KeyRingFixture start, string name = "acme")
    {
        var ring = await start.LoadAsync(start.Ring(_server, name));
        await start.Services.GetRequiredService<KeyStore>().Writing;
        return ring;
    }

    private void AssertStartsEmpty(string fault)
    {
        var start = Start();

        Assert.False(start.Ring(_server).IsUsable);
        Assert.Contains(fault, Assert.Single(start.Logged.Of(40)), StringComparison.Ordinal);
    }

    private async Task OverwriteAsync(Func<string, string> change)
    {
        var file = Assert.Single(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
        await File.WriteAllTextAsync(file, change(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)), TestContext.Current.CancellationToken);
    }
}
