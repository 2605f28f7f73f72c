using System.Diagnostics;
using System.Text.Json;
using ScopeAuth.Samples.Tests.Support;
using ScopeAuth.Tests.House;

namespace ScopeAuth.Console.Tests.Support;

/// <summary>axe-core, run in a page: what it finds there that would keep somebody from using the page.</summary>
internal static class Accessibility
{
    private static readonly string Folder = Repository.PathTo("test", "ScopeAuth.Console.Tests", "node");
    private static readonly Lazy<Task<string>> Checker = new(ReadAsync);

    /// <returns>One line for each finding that axe-core calls serious or critical.</returns>
    public static async Task<IReadOnlyList<string>> FindFaultsAsync(Browser browser)
    {
        await browser.ReadAsync($"(() => {{ {await Checker.Value}; return typeof axe }})()");
        var found = await browser.ReadWhenDoneAsync("""
            axe.run(document, { resultTypes: ["violations"] }).then(result => JSON.stringify(result.violations
              .filter(rule => rule.impact === "serious" || rule.impact === "critical")
              .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${rule.help}: ${node.target} ${node.html.slice(0, 200)}`))))
            """);
        return JsonSerializer.Deserialize<string[]>(found!)!;
    }

    private static async Task<string> ReadAsync()
    {
        var file = Path.Combine(Folder, "node_modules", "axe-core", "axe.min.js");
        if (!File.Exists(file))
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
            {
                WorkingDirectory = Folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var texts = await Task.WhenAll(npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
            await npm.WaitForExitAsync();
            if (npm.ExitCode != 0) throw new InvalidOperationException($"axe-core could not be installed; build/test.sh does it too.\n{string.Concat(texts)}");
        }
        return await File.ReadAllTextAsync(file);
    }
}
