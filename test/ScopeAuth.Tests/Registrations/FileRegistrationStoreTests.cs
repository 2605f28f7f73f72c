using ScopeAuth.Registrations;

namespace ScopeAuth.Tests.Registrations;

public sealed class FileRegistrationStoreTests : RegistrationStoreContract, IDisposable
{
    private readonly DataFolder _folder = new();
    private FileAuthorizationServerStore? _store;

    private string File => Path.Combine(_folder.Path, "authorization-servers", "current.json");

    protected override Task<IRegistrationStore> CreateAsync() => Task.FromResult<IRegistrationStore>(_store = new(_folder.Path));

    [Fact]
    public async Task A_restart_finds_everything_with_its_versions()
    {
        var store = await CreateAsync();
        await AddAsync(store, "acme");
        var set = await AddAsync(store, "beta");
        _store!.Dispose();

        var again = await NowAsync(await CreateAsync());

        Assert.Equal(set.Version, again.Version);
        Assert.Equal(set.Entries, again.Entries);
    }

    [Fact]
    public async Task Any_changed_byte_of_the_file_stops_the_start_with_its_name_and_what_to_do()
    {
        await AddAsync(await CreateAsync(), "acme");
        _store!.Dispose();
        var whole = await System.IO.File.ReadAllBytesAsync(File, Cancelled);

        for (var place = 0; place < whole.Length; place++)
        {
            var damaged = whole.ToArray();
            damaged[place] ^= 1;
            AssertDamaged(damaged);
        }
        for (var length = 0; length < whole.Length; length += 7) AssertDamaged(whole[..length]);
        AssertDamaged([.. whole, (byte)' ']);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_not_taken_for_damaged()
    {
        await AddAsync(await CreateAsync(), "acme");
        _store!.Dispose();
        var text = await System.IO.File.ReadAllTextAsync(File, Cancelled);
        await System.IO.File.WriteAllTextAsync(File, text.Replace("\"format\":1", "\"format\":2", StringComparison.Ordinal), Cancelled);

        using var store = new FileAuthorizationServerStore(_folder.Path);

        Assert.Contains("of a newer version of ScopeAuth", Assert.Throws<InvalidDataException>(() => store.Set).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_crash_left_half_written_is_removed_and_the_last_whole_set_stands()
    {
        var set = await AddAsync(await CreateAsync(), "acme");
        _store!.Dispose();
        var draft = $"{File}.{Guid.NewGuid():N}.tmp";
        await System.IO.File.WriteAllBytesAsync(draft, (await System.IO.File.ReadAllBytesAsync(File, Cancelled))[..40], Cancelled);

        Assert.Equal(set.Entries, (await NowAsync(await CreateAsync())).Entries);
        Assert.False(System.IO.File.Exists(draft));
    }

    [Fact]
    public async Task A_change_that_cannot_be_written_is_an_exception_and_changes_nothing()
    {
        var store = await CreateAsync();
        var set = await AddAsync(store, "acme");
        // A folder in the place of the file: no rename can replace it, whoever runs the tests.
        System.IO.File.Delete(File);
        Directory.CreateDirectory(Path.Combine(File, "in-the-way"));

        await Assert.ThrowsAnyAsync<Exception>(async () => await store.WriteAsync(Change(set.Version, "acme", null), Cancelled));

        Assert.Equal(set.Entries, (await NowAsync(store)).Entries);
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(File)!, "*.tmp"));
        Directory.Delete(File, recursive: true);
        Assert.True((await store.WriteAsync(Change(set.Version, "acme", null), Cancelled)).IsApplied);
    }

    [Fact]
    public async Task A_second_process_on_the_same_folder_is_refused()
    {
        await AddAsync(await CreateAsync(), "acme");
        using var second = new FileAuthorizationServerStore(_folder.Path);

        var refused = Assert.Throws<IOException>(() => second.Set);

        Assert.Contains("The authorization servers in", refused.Message, StringComparison.Ordinal);
        Assert.Contains("in use by another process", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Servers_and_roles_are_kept_apart()
    {
        await AddAsync(await CreateAsync(), "acme");
        using var roles = new FileApiRoleStore(_folder.Path);

        Assert.Empty(roles.Set.Entries);
    }

    public void Dispose()
    {
        _store?.Dispose();
        _folder.Dispose();
    }

    private void AssertDamaged(byte[] content)
    {
        System.IO.File.WriteAllBytes(File, content);
        using var store = new FileAuthorizationServerStore(_folder.Path);
        var fault = Assert.Throws<InvalidDataException>(() => store.Set);
        Assert.StartsWith($"The authorization servers in {File} ", fault.Message, StringComparison.Ordinal);
    }
}
