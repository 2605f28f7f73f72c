using System.Diagnostics;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.PostgreSql.Benchmarks;

/// <summary>Servers that Debian ships. They refuse to run as root, so that root lends them the user that their package made.</summary>
internal static class DebianPrograms
{
    private const string ServerUser = "postgres";

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>The program of the newest version that is installed.</summary>
    public static string PostgreSql(string program) =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture))
                .Select(folder => Path.Combine(folder, "bin", program)).First(File.Exists)
            : throw new InvalidOperationException("PostgreSQL is missing: build/test.sh installs it, or 'apt-get install postgresql'.");

    public static void GiveToServerUser(string path)
    {
        if (!IsRoot) return;
        using var chown = Process.Start("chown", ["-R", ServerUser, path]);
        chown.WaitForExit();
    }

    /// <summary>Starts a program that stays. With root's help it becomes the process itself, so that to kill it is to kill the server.</summary>
    public static Process Start(string program, params string[] arguments)
    {
        string[] command = IsRoot ? ["setpriv", $"--reuid={ServerUser}", $"--regid={ServerUser}", "--clear-groups", program, .. arguments] : [program, .. arguments];
        return Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        })!;
    }

    /// <summary>Waits until a program says on its standard error that it is ready, and reads on, so that the program never waits for a reader.</summary>
    public static async Task UntilItSaysAsync(this Process process, string ready, CancellationToken cancellationToken)
    {
        var said = new System.Text.StringBuilder();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Eventually.LongestWait);
        while (await process.StandardError.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Contains(ready, StringComparison.Ordinal))
            {
                _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return;
            }
            said.AppendLine(line);
        }
        throw new InvalidOperationException($"{process.StartInfo.FileName} does not start: {said}");
    }

    public static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Eventually.LongestWait);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} failed: {await output}{await error}");
    }
}
