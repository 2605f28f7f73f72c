using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace ScopeAuth.Benchmarks;

/// <summary>Node.js with the packages that <c>Node/package-lock.json</c> names.</summary>
internal static class NodePeers
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Node");

    public static async Task<IReadOnlyList<NodeMeasurement>> RunAsync(string plan)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "jose"))) await RunAsync("npm", "", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
        var lines = await RunAsync("node", plan, "peers.mjs");
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<NodeMeasurement>(line, JsonSerializerOptions.Web)!)];
    }

    private static async Task<string> RunAsync(string command, string input, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{command} ended with {process.ExitCode}.");
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException($"The peers need Node.js 20 and npm, and there is no command '{command}'.");
        }
    }
}
