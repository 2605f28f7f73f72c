using System.ComponentModel;
using System.Diagnostics;
using ScopeAuth.Tests.House;

namespace ScopeAuth.Tests.Peers;

/// <summary>Node.js and the packages of the peers. Packages that are missing are installed; without Node.js the tests fail and say what to do.</summary>
internal static class NodePackages
{
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    public static string Folder { get; } = Repository.PathTo("test", "ScopeAuth.Tests", "Peers", "node");

    public static Task EnsureAsync() => Installed.Value;

    public static Process Start(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException($"The peer tests need Node.js, and there is no command '{command}'. Run build/test.sh, which installs it.");
        }
    }

    private static async Task InstallAsync()
    {
        if (Directory.Exists(Path.Combine(Folder, "node_modules", "oidc-provider"))) return;
        using var npm = Start("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
        npm.StandardInput.Close();
        var texts = await Task.WhenAll(npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0) throw new InvalidOperationException($"The packages of the peer tests could not be installed; build/test.sh does it too.\n{string.Concat(texts)}");
    }
}
