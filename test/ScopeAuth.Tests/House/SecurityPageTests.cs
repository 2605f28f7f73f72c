using System.Reflection;
using System.Text.RegularExpressions;

namespace ScopeAuth.Tests.House;

/// <summary>docs/security.md says which test proves which answer; here it is held to that.</summary>
public sealed partial class SecurityPageTests
{
    private const int Attacks = 167;

    private static readonly string Page = Repository.Read("docs", "security.md");

    private static readonly IReadOnlyList<(string Name, string Section, string Line)> Rows =
        [.. Row().Matches(Page).Select(row => (row.Groups["no"].Value, SectionOf(row.Index), row.Value))];

    private static readonly HashSet<string> Tests =
    [
        .. from type in typeof(SecurityPageTests).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
           where method.GetCustomAttributes().Any(attribute => attribute is FactAttribute)
           select $"{type.Name}.{method.Name}",
    ];

    [Fact]
    public void Every_test_that_the_page_names_exists()
    {
        var named = TestName().Matches(Page).Select(name => name.Groups[1].Value).Distinct().ToList();

        Assert.True(named.Count > 150, $"{named.Count}");
        var missing = named.Except(Tests).ToList();
        Assert.True(missing.Count == 0, $"docs/security.md names tests that are not there any more. Name those that prove the same now: {string.Join(", ", missing)}");
    }

    [Fact]
    public void Every_attack_is_on_the_page_once_and_has_a_test_or_a_reason_why_not()
    {
        Assert.Equal(Enumerable.Range(1, Attacks).Select(number => $"{number}"), Rows.Where(row => char.IsAsciiDigit(row.Name[0])).Select(row => row.Name));
        Assert.Equal([.. Names('I', 7), .. Names('P', 12)], Rows.Where(row => !char.IsAsciiDigit(row.Name[0])).Select(row => row.Name));
        Assert.Empty(Rows.Where(row => !TestName().IsMatch(row.Line) && !row.Line.Contains("| no test: ", StringComparison.Ordinal)).Select(row => row.Line));

        static IEnumerable<string> Names(char letter, int count) => Enumerable.Range(1, count).Select(number => $"{letter}{number}");
    }

    [Fact]
    public void Every_test_with_the_number_of_a_row_is_named_in_that_row()
    {
        var numbered = Tests.Select(test => (Test: test, Numbers: Numbers().Match(test).Groups["no"].Captures.Select(number => number.Value).ToList()))
            .Where(test => test.Numbers.Count > 0).ToList();

        Assert.True(numbered.Count > 90, $"{numbered.Count}");
        Assert.Empty(
            from test in numbered
            from number in test.Numbers
            let row = Rows.Single(row => row.Name == number || $"{row.Section}{row.Name}" == number)
            where !row.Line.Contains($"`{test.Test}`", StringComparison.Ordinal)
            select $"{number}: {test.Test}");
    }

    private static string SectionOf(int index) => Section().Matches(Page).LastOrDefault(section => section.Index < index)?.Groups[1].Value ?? "";

    [GeneratedRegex(@"^\| (?<no>[0-9]+|[IP][0-9]+) \|.*$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("^### ([A-H])[.] ", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex("`([A-Z][A-Za-z0-9]+Tests[.][A-Z][A-Za-z0-9_]+)`")]
    private static partial Regex TestName();

    [GeneratedRegex("[.](?:(?<no>[A-I][0-9]+)_)+[A-Z]")]
    private static partial Regex Numbers();
}
