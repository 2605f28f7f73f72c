using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ScopeAuth.Tests.House;

public sealed partial class VendorPagesTests
{
    public static TheoryData<string> Pages =>
        ["okta.md", "entra-id.md", "pingfederate.md", "zidentity.md", "zitadel.md", "safewhere-identify.md", "generic.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_configuration_on_a_vendors_page_is_one_that_the_start_accepts(string page)
    {
        var blocks = Configuration().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "vendors", page)));

        Assert.NotEmpty(blocks);
        var keys = Directory.CreateTempSubdirectory("scopeauth-keys-").FullName;
        foreach (Match block in blocks) Load(WithKeyFiles(block.Groups[1].Value, keys));
        Directory.Delete(keys, recursive: true);
    }

    // The pages name key files. Here they are, below the folder that relative paths start at; written once, before any test.
    static VendorPagesTests()
    {
        var keys = Directory.CreateDirectory(Path.Combine(Environment.CurrentDirectory, "keys"));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var name in (string[])["2026-a.pem", "2026-b.pem"]) File.WriteAllText(Path.Combine(keys.FullName, name), key.ExportSubjectPublicKeyInfoPem());
    }

    [Fact]
    public void Every_vendors_page_is_looked_at() =>
        Assert.Equal(
            Pages.Select(page => page.Data).Order(StringComparer.Ordinal),
            Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "docs", "vendors")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    // The start reads key files, so those that a page names have to be there.
    private static string WithKeyFiles(string json, string folder) => KeyFile().Replace(json, file =>
    {
        var path = Path.Combine(folder, Path.GetFileName(file.Groups[1].Value));
        File.WriteAllBytes(path, Content(file.Groups[1].Value));
        return $"\"{path}\"";
    });

    private static byte[] Content(string name)
    {
        using var key = RSA.Create(2048);
        if (name.StartsWith("secrets/", StringComparison.Ordinal)) return "secret\n"u8.ToArray();
        if (name.StartsWith("keys/", StringComparison.Ordinal)) return Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem());
        if (name.EndsWith(".pem", StringComparison.Ordinal)) return Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem());
        if (name.EndsWith(".json", StringComparison.Ordinal))
            return JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
            {
                ["type"] = "application",
                ["keyId"] = "81693565968962154",
                ["key"] = key.ExportRSAPrivateKeyPem(),
                ["clientId"] = "78366401571920522@beta",
            });
        using var certificate = new CertificateRequest("CN=api", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return certificate.Export(X509ContentType.Pkcs12, "secret");
    }

    private static void Load(string json)
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)))
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>("ScopeAuth:ApiRoles:FirewallAdmin:Access:Firewall", "Full")])
            .Build();
        var services = new ServiceCollection().AddLogging();
        services.AddScopeRoleAuth(configuration.GetSection("ScopeAuth"));
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptionsFactory<ScopeAuthOptions>>().Create(Options.DefaultName);

        Assert.Single(options.AuthorizationServers);
    }

    [GeneratedRegex("```jsonc\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Configuration();

    [GeneratedRegex("\"((?:keys|secrets|client-keys)/[^\"]+)\"")]
    private static partial Regex KeyFile();
}
