using System.Diagnostics;
using Microsoft.Playwright;
using ScopeAuth.Tests.House;

namespace ScopeAuth.Browser.Tests.Support;

/// <summary>axe-core, run in a page: what it finds there that would keep somebody from using the page.</summary>
internal static class Accessibility
{
    private static readonly string Folder = Repository.PathTo("test", "ScopeAuth.Browser.Tests", "node");
    private static readonly Lazy<Task<string>> Checker = new(ReadAsync);

    /// <returns>One line for each finding that axe-core calls serious or critical.</returns>
    public static async Task<IReadOnlyList<string>> FindFaultsAsync(IPage page)
    {
        // Not as an element of the page, which its policy would not let run.
        await page.EvaluateAsync($"() => {{ {await Checker.Value} }}");
        return await page.EvaluateAsync<string[]>("""
            () => axe.run(document, { resultTypes: ["violations"] }).then(result => result.violations
              .filter(rule => rule.impact === "serious" || rule.impact === "critical")
              .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${rule.help}: ${node.target} ${node.html.slice(0, 200)}`)))
            """);
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
