namespace ScopeAuth.Tests.House;

/// <summary>A file that follows from the code, and is checked in so that a reviewer sees it change.</summary>
internal static class CheckedInText
{
    private const string Write = "SCOPEAUTH_WRITE_FILES";

    /// <summary>Compares it. With the environment variable SCOPEAUTH_WRITE_FILES=1 it is written first.</summary>
    public static void AssertEqual(string path, string expected)
    {
        var file = Repository.PathTo(path.Split('/'));
        if (Environment.GetEnvironmentVariable(Write) == "1") File.WriteAllText(file, expected);
        var actual = File.Exists(file) ? File.ReadAllText(file) : "";
        Assert.True(
            expected == actual,
            $"{path} is not what follows from the code. If the code is right, write the file anew and look at the difference:\n"
            + $"  {Write}=1 dotnet run --project test/ScopeAuth.Tests -- --filter-namespace ScopeAuth.Tests.House\n"
            + string.Join('\n', Differences(expected, actual)));
    }

    private static IEnumerable<string> Differences(string expected, string actual)
    {
        var (wanted, found) = (expected.Split('\n'), actual.Split('\n'));
        return [.. wanted.Except(found).Select(line => $"  + {line}"), .. found.Except(wanted).Select(line => $"  - {line}")];
    }
}
