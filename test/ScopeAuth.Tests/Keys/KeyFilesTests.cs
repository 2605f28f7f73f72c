using System.Security.Cryptography;
using ScopeAuth.Keys;
using ScopeAuth.Network;

namespace ScopeAuth.Tests.Keys;

public sealed class KeyFilesTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scopeauth-").FullName;
    private readonly KeyRingFixture _fixture = new();

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Keys_are_read_from_a_file_and_again_when_it_changes()
    {
        var file = Write("keys.json", Jwks.Set(Jwks.Rsa("one", 0)));
        var ring = await _fixture.LoadAsync(Ring(new() { JwksFile = file }));
        Assert.True(ring.Current.Contains("one"u8));

        Write("keys.json", Jwks.Set(Jwks.Rsa("another", 1)));
        await _fixture.LoadAsync(ring);

        Assert.Equal("another", Assert.Single(ring.Current.Keys).KeyId);
    }

    [Fact]
    public async Task A_file_that_did_not_change_is_not_read_again_but_counts_as_loaded()
    {
        var ring = await _fixture.LoadAsync(Ring(new() { JwksFile = Write("keys.json", Jwks.Set(Jwks.Rsa("one"))) }));
        var keys = ring.Current;

        _fixture.Clock.Advance(TimeSpan.FromHours(30));
        Assert.False(ring.IsUsable);
        await _fixture.LoadAsync(ring);

        Assert.True(ring.IsUsable);
        Assert.Same(keys, ring.Current);
    }

    [Fact]
    public async Task A_link_that_points_to_another_file_is_a_change()
    {
        // As a mounted secret is replaced: the link inside the link moves, the link itself keeps its time.
        Directory.CreateDirectory(Path.Combine(_folder, "v1"));
        Directory.CreateDirectory(Path.Combine(_folder, "v2"));
        Write("v1/keys.json", Jwks.Set(Jwks.Rsa("one", 0)));
        Write("v2/keys.json", Jwks.Set(Jwks.Rsa("second", 1)));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "data"), "v1");
        File.CreateSymbolicLink(Path.Combine(_folder, "keys.json"), "data/keys.json");
        var ring = await _fixture.LoadAsync(Ring(new() { JwksFile = Path.Combine(_folder, "keys.json") }));

        Directory.Delete(Path.Combine(_folder, "data"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "data"), "v2");
        await _fixture.LoadAsync(ring);

        Assert.Equal("second", Assert.Single(ring.Current.Keys).KeyId);
    }

    [Fact]
    public async Task A_missing_file_is_a_failure_and_the_keys_stay()
    {
        var file = Write("keys.json", Jwks.Set(Jwks.Rsa("one")));
        var ring = await _fixture.LoadAsync(Ring(new() { JwksFile = file }));

        File.Delete(file);
        await _fixture.LoadAsync(ring);

        Assert.Equal(KeyFailureKind.FileUnreadable, ring.State.LastFailure?.Kind);
        Assert.Contains("keys.json", ring.State.LastFailure?.Detail, StringComparison.Ordinal);
        Assert.True(ring.IsUsable);
    }

    [Fact]
    public async Task A_file_beyond_the_limit_is_a_failure() => Assert.Equal(
        NetworkFailureKind.TooLarge,
        (await _fixture.LoadAsync(Ring(new() { JwksFile = Write("keys.json", new string(' ', 600 * 1024)) }))).State.LastFailure?.Network);

    [Fact]
    public async Task Pem_files_are_looked_up_from_the_content_root_and_one_changed_file_loads_all()
    {
        using var one = RSA.Create(Jwks.Key(0));
        using var two = RSA.Create(Jwks.Key(1));
        var first = Write("one.pem", one.ExportSubjectPublicKeyInfoPem());
        var ring = await _fixture.LoadAsync(Ring(new() { PublicKeys = [Path.GetRelativePath(AppContext.BaseDirectory, first), Write("two.pem", two.ExportSubjectPublicKeyInfoPem())] }));
        Assert.Equal(["one", "two"], ring.Current.Keys.Select(key => key.KeyId));

        Write("two.pem", one.ExportRSAPublicKeyPem());
        await _fixture.LoadAsync(ring);

        Assert.Equal(2, ring.Generation);
        Assert.Single(ring.Current.Keys.Select(key => key.Thumbprint).Distinct());
    }

    [Fact]
    public async Task A_private_key_in_a_file_is_logged_as_an_error_without_its_content()
    {
        using var rsa = RSA.Create(Jwks.Key());
        var ring = await _fixture.LoadAsync(Ring(new() { PublicKeys = [Write("one.pem", rsa.ExportPkcs8PrivateKeyPem())] }));

        Assert.Equal(KeyFailureKind.PrivateKeyInFile, ring.State.LastFailure?.Kind);
        Assert.Contains("holds a private key", Assert.Single(_fixture.Logged.Of(33)), StringComparison.Ordinal);
        Assert.DoesNotContain(_fixture.Logged.Entries, entry => entry.Text.Contains("MII", StringComparison.Ordinal));
    }

    private KeyRing Ring(AuthorizationServerOptions options) => _fixture.Rings.For("acme", options, null, []);

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
