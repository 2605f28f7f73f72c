using System.Text.RegularExpressions;

namespace ScopeAuth.Tests.House;

public sealed partial class SourceTests(ITestOutputHelper output)
{
    private const int LongestFile = 200;

    private static IEnumerable<string> Shipped => Repository.Files("src").Where(IsCSharp);

    private static IEnumerable<string> All => Shipped.Concat(Repository.Files("test").Where(IsCSharp));

    [Fact]
    public void No_source_file_is_longer_than_a_person_reads_at_once()
    {
        var lengths = Shipped.Concat(Repository.Files("src").Where(path => path.EndsWith(".razor", StringComparison.Ordinal))).ToDictionary(path => path, path => File.ReadLines(Repository.PathTo(path)).Count());

        Assert.NotEmpty(lengths);
        output.WriteLine($"{lengths.Count} files in src, median {lengths.Values.Order().ElementAt(lengths.Count / 2)} lines, longest {lengths.Values.Max()}.");
        Assert.All(lengths, file => Assert.True(file.Value <= LongestFile, $"{file.Key} has {file.Value} lines."));
    }

    [Fact]
    public void No_warning_is_silenced_in_the_source()
    {
        Assert.NotEmpty(Shipped);
        Assert.All(Shipped, path => Assert.DoesNotMatch(Silenced(), Repository.Read(path)));
    }

    [Fact]
    public void Nobody_sleeps_and_time_comes_from_a_clock_that_can_be_replaced()
    {
        Assert.NotEmpty(All);
        Assert.Empty(
            from path in All
            from line in File.ReadLines(Repository.PathTo(path))
            where AmbientTime().IsMatch(line)
            select $"{path}: {line.Trim()}");
    }

    [Theory]
    [InlineData("await Task" + ".Delay(100);")]
    [InlineData("Thread" + ".Sleep(1);")]
    [InlineData("var now = DateTimeOffset" + ".UtcNow;")]
    public void The_rule_about_time_sees_what_it_is_for(string line) => Assert.Matches(AmbientTime(), line);

    private static bool IsCSharp(string path) => path.EndsWith(".cs", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*#pragma|SuppressMessage", RegexOptions.Multiline)]
    private static partial Regex Silenced();

    // A delay may name a clock; a test's clock is then moved by the test.
    [GeneratedRegex(@"Thread\.Sleep|Task\.Delay\((?!.*([Cc]lock|TimeProvider))|DateTime(Offset)?\.(UtcNow|Now|Today)|Environment\.TickCount")]
    private static partial Regex AmbientTime();
}
