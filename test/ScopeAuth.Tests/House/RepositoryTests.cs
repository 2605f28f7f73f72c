using System.Text.RegularExpressions;

namespace ScopeAuth.Tests.House;

public sealed partial class RepositoryTests
{
    private static readonly string[] Binary = [".png", ".ico", ".snk", ".pfx"];

    [Fact]
    public void No_file_names_the_host_of_a_package_registry() => AssertNowhere(RegistryHost());

    [Fact]
    public void No_file_names_a_folder_of_one_machine() => AssertNowhere(MachinePath());

    [Fact]
    public void No_file_is_a_note_to_oneself() => AssertNowhere(Note());

    [Theory]
    [InlineData("https://api.nuget" + ".org/v3/index.json")]
    [InlineData("https://registry.npmjs" + ".org/koa")]
    public void The_rule_about_registries_sees_what_it_is_for(string text) => Assert.Matches(RegistryHost(), text);

    private static void AssertNowhere(Regex unwanted)
    {
        // Vectors are other people's texts, kept as they are.
        var files = Repository.Files()
            .Where(path => !Binary.Contains(Path.GetExtension(path)) && !path.Contains("/Vectors/Data/", StringComparison.Ordinal))
            .ToArray();

        Assert.Contains("README.md", files);
        Assert.Empty(
            from path in files
            let match = unwanted.Match(Repository.Read(path))
            where match.Success
            select $"{path}: {match.Value}");
    }

    // Written so that none of them finds itself.
    [GeneratedRegex(@"nuget[.]org|npmjs[.](org|com)|pkgs[.]dev\.azure|myget[.]org|yarnpkg[.]com|artifac[t]ory", RegexOptions.IgnoreCase)]
    private static partial Regex RegistryHost();

    [GeneratedRegex(@"(?<![\w.])/(work|root|home|Users)/\w|[A-Z]:\\Users\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|XX[X]|HAC[K]|WI[P])\b|(?i)\b(hand-?of[f]|as reques[t]ed|language mode[l]|chat ?bo[t]|scratch ?pa[d])\b")]
    private static partial Regex Note();
}
