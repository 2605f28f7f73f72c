using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using ScopeAuth.Tests.House;

namespace ScopeAuth.Console.Tests.House;

/// <summary>The package as NuGet sees it.</summary>
public sealed class PackageTests
{
    // The console reads what is internal in the library: with any other version of it, it could fail at run time.
    [Fact]
    public async Task It_goes_with_its_own_version_of_the_library_and_no_other()
    {
        var folder = Directory.CreateTempSubdirectory("scopeauth-pack-");
        try
        {
            await PackAsync(folder.FullName);

            var package = Assert.Single(folder.GetFiles("*.nupkg"));
            using var archive = await ZipFile.OpenReadAsync(package.FullName, TestContext.Current.CancellationToken);
            await using var nuspec = await Assert.Single(archive.Entries, entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).OpenAsync(TestContext.Current.CancellationToken);
            var elements = XDocument.Load(nuspec).Descendants().ToList();
            var version = elements.First(element => element.Name.LocalName == "version").Value;
            var library = Assert.Single(elements, element => element.Name.LocalName == "dependency" && (string?)element.Attribute("id") == "ScopeAuth");
            Assert.Equal($"[{version}]", (string?)library.Attribute("version"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task PackAsync(string output)
    {
        // What these tests were built with is packed as it is: nothing is built here, and nobody's output changes.
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)).StartsWith("release", StringComparison.OrdinalIgnoreCase) ? "Release" : "Debug";
        var program = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(program, ["pack", Repository.PathTo("src", "ScopeAuth.Console"), "--no-build", "-c", configuration, "-o", output, "-v:quiet", "-nodeReuse:false", "--tl:off"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var pack = Process.Start(start)!;
        var texts = await Task.WhenAll(pack.StandardOutput.ReadToEndAsync(), pack.StandardError.ReadToEndAsync());
        await pack.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(pack.ExitCode == 0, string.Concat(texts));
    }
}
