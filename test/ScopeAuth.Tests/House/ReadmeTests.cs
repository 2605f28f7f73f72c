using System.Text.RegularExpressions;

namespace ScopeAuth.Tests.House;

public sealed partial class ReadmeTests
{
    private static readonly string Readme = Repository.Read("README.md");

    [Fact]
    public void Every_piece_of_CSharp_is_part_of_a_file_that_is_compiled()
    {
        var compiled = Repository.Files("src").Concat(Repository.Files("test"))
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal))
            .Select(path => WithoutIndent(Repository.Read(path)))
            .ToArray();
        var blocks = CSharp().Matches(Readme).Select(match => match.Groups[1].Value).ToArray();

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(compiled, source => source.Contains(WithoutIndent(block), StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_link_leads_to_a_file()
    {
        var links = Link().Matches(Readme).Select(match => match.Groups[1].Value).Where(link => !link.StartsWith("http", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Path.Exists(Repository.PathTo(link.Split('#')[0])), link));
    }

    [Fact]
    public void Every_setting_of_an_authorization_server_is_in_the_table() => AssertInTable(typeof(AuthorizationServerOptions));

    [Fact]
    public void Every_setting_of_the_section_is_in_a_table() => AssertInTable(typeof(ScopeAuthOptions));

    private static void AssertInTable(Type options)
    {
        var settings = options.GetProperties().Select(property => property.Name).ToArray();

        Assert.NotEmpty(settings);
        Assert.All(settings, setting => Assert.Contains($"| `{setting}` |", Readme, StringComparison.Ordinal));
    }

    private static string WithoutIndent(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();
}
