using System.Diagnostics;

namespace ScopeAuth.Mutation;

/// <summary>Processes of the test program.</summary>
internal static class TestRun
{
    /// <returns>The exit code; null if it had to be ended.</returns>
    public static async Task<int?> StartAsync(string program, IEnumerable<string> classes, TimeSpan limit, int? mutant = null, string? seen = null)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in (string[])["--filter-class", .. classes, "--stop-on-fail", "on", "--parallel", "none", "--pre-enumerate-theories", "off", "--no-progress", "--no-ansi"]) start.ArgumentList.Add(argument);
        if (mutant is { } id) start.Environment[Switch.Active] = $"{id}";
        if (seen is not null) start.Environment[Switch.Seen] = seen;
        // Short runs: what the compiler learns of a process is of no use to the next one.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return await EndAsync(start, limit) is var (code, _) ? code : null;
    }

    public static async Task<(int? Code, string Output)> EndAsync(ProcessStartInfo start, TimeSpan limit)
    {
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(limit, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            return (null, "");
        }
    }
}
