using System.Diagnostics;

namespace ScopeAuth.Samples.Tests.Support;

/// <summary>Does with a command what a person does who pastes it.</summary>
internal static class Bash
{
    public static async Task<string> RunAsync(string commands)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", commands]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = bash.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(bash.ExitCode == 0, await errors);
        return output;
    }
}
