namespace ScopeAuth.Benchmarks;

/// <summary><c>docs/performance.md</c>, where each command has a place for what it printed last.</summary>
internal static class PerformancePage
{
    /// <summary>Runs a command; with <c>--page FILE</c>, what it prints replaces what stands between <c>&lt;!-- command --&gt;</c> and the end mark.</summary>
    public static async Task<int> RunAsync(string[] arguments, Func<Task<int>> command)
    {
        if (Arguments.Find(arguments, "--page") is not { } page) return await command();
        var (begin, end) = ($"<!-- {arguments[0]} -->\n", $"<!-- end of {arguments[0]} -->");
        if (!File.ReadAllText(page).Contains(begin, StringComparison.Ordinal)) throw new ArgumentException($"{page} has no place for '{arguments[0]}'.", nameof(arguments));

        var console = Console.Out;
        using var printed = new StringWriter { NewLine = "\n" };
        Console.SetOut(printed);
        var result = await command();
        Console.SetOut(console);
        Console.Write(printed);
        if (result != 0) return result;
        // Read again: it may have been written meanwhile.
        var text = await File.ReadAllTextAsync(page);
        var start = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        await File.WriteAllTextAsync(page, $"{text[..start]}\n{printed.ToString().Trim()}\n\n{text[text.IndexOf(end, start, StringComparison.Ordinal)..]}");
        return 0;
    }
}
