using System.Security.Cryptography;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Hosting;

public sealed class KeyFileFaultTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("scopeauth-keys-");

    /// <summary>The setting, what lies in the file, and what is said about it.</summary>
    public static TheoryData<string, string?, string> Faults => new()
    {
        { "PublicKeys:0", null, "cannot be read (FileNotFoundException)" },
        { "PublicKeys:0", "", "has no PEM block" },
        { "PublicKeys:0", "ssh-rsa AAAA", "has no PEM block" },
        { "PublicKeys:0", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "is not a public key or certificate" },
        { "PublicKeys:0", Pem(rsa => rsa.ExportPkcs8PrivateKeyPem()), "holds a private key" },
        { "PublicKeys:0", Pem(rsa => rsa.ExportRSAPrivateKeyPem()), "holds a private key" },
        { "PublicKeys:0", Pem(rsa => rsa.ExportSubjectPublicKeyInfoPem() + "\n" + rsa.ExportPkcs8PrivateKeyPem()), "holds a private key" },
        { "PublicKeys:0", Pem(rsa => rsa.ExportSubjectPublicKeyInfoPem(), bits: 1024), "none of its 1 keys can be used. Key key:" },
        { "JwksFile", null, "cannot be read (FileNotFoundException)" },
        { "JwksFile", "", "is not strict JSON" },
        { "JwksFile", """{ "keys": [] }""", "none of its 0 keys can be used" },
        { "JwksFile", """{ "keys": [], "keys": [] }""", "is not strict JSON" },
        { "JwksFile", """{ "keys": [ { "kty": "oct", "kid": "s", "k": "AAAA" } ] }""", "Key s: it is a shared secret" },
        { "JwksFile", """{ "keys": [ { "kty": "RSA", "kid": "p", "n": "AQAB", "e": "AQAB", "d": "AQAB" } ] }""", "Key p: it is published with private members" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_key_file_that_gives_no_key_is_a_fault_at_the_start(string setting, string? content, string expected)
    {
        var file = Path.Combine(_folder.FullName, "key.pem");
        if (content is not null) File.WriteAllText(file, content);

        var fault = Assert.Single(Settings.FaultsWith($"acme:{setting}={file}"));

        Assert.StartsWith($"ScopeAuth:AuthorizationServers:acme:{setting.Split(':')[0]}: ", fault, StringComparison.Ordinal);
        Assert.Contains(file, fault, StringComparison.Ordinal);
        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("BEGIN", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_bad_file_of_several_is_a_fault()
    {
        await using var server = await TestServers.StartAsync();
        var good = Path.Combine(_folder.FullName, "good.pem");
        await File.WriteAllTextAsync(good, server.PublicKeyPem, TestContext.Current.CancellationToken);

        Assert.Empty(Settings.FaultsWith($"acme:PublicKeys:0={good}"));
        var missing = Path.Combine(_folder.FullName, "missing.pem");
        Assert.Contains(missing, Assert.Single(Settings.FaultsWith($"acme:PublicKeys:0={good}", $"acme:PublicKeys:1={missing}")), StringComparison.Ordinal);
        Assert.Contains("a path is expected", Assert.Single(Settings.FaultsWith($"acme:PublicKeys:0={good}", "acme:PublicKeys:1=")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_key_file() =>
        Assert.Contains("cannot be read (UnauthorizedAccessException)", Assert.Single(Settings.FaultsWith($"acme:JwksFile={_folder.FullName}")), StringComparison.Ordinal);

    [Fact]
    public async Task A_relative_path_starts_at_the_content_root()
    {
        var faults = await StartFaults.OfAsync([TestServers.Setting("acme", "PublicKeys:0", "keys/absent.pem")]);

        Assert.Contains(Path.Combine(Directory.GetCurrentDirectory(), "keys", "absent.pem"), Assert.Single(faults), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Pem(Func<RSA, string> export, int bits = 2048)
    {
        using var rsa = RSA.Create(bits);
        return export(rsa);
    }
}
