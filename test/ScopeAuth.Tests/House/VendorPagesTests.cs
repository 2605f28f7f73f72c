using System.Security.Cryptography;
using System.Text;
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
        using var key = RSA.Create(2048);
        var path = Path.Combine(folder, Path.GetFileName(file.Groups[1].Value));
        File.WriteAllText(path, key.ExportSubjectPublicKeyInfoPem());
        return $"\"{path}\"";
    });

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

    [GeneratedRegex("\"(keys/[^\"]+\\.pem)\"")]
    private static partial Regex KeyFile();
}
