using System.Text.RegularExpressions;

namespace ScopeAuth.Mutation;

/// <summary>A class of tests, how long it takes, and the mutants that it reaches.</summary>
internal sealed partial record TestClass(string Name, TimeSpan Duration, HashSet<int> Reaches)
{
    /// <summary>Rooms whose tests say nothing about one line of the library, or take minutes.</summary>
    private static readonly string[] LeftOut = ["House", "Peers", "Differential", "Support", "Audit", "Readme"];

    public static IEnumerable<string> FindIn(string folder) =>
        from path in Directory.EnumerateFiles(folder, "*Tests.cs", SearchOption.AllDirectories)
        let text = File.ReadAllText(path)
        let room = Namespace().Match(text).Groups[1].Value
        where !LeftOut.Any(name => room.Split('.').Contains(name)) && !path.EndsWith("FuzzTests.cs", StringComparison.Ordinal) && (text.Contains("[Fact", StringComparison.Ordinal) || text.Contains("[Theory", StringComparison.Ordinal))
        let name = Class().Match(text).Groups[1].Value
        where name.Length > 0
        select $"{room}.{name}";

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^public sealed (?:partial )?class (\w+)", RegexOptions.Multiline)]
    private static partial Regex Class();
}
