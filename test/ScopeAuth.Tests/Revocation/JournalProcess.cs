using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Revocation;

/// <summary>A process that writes to a journal until it is killed.</summary>
internal sealed class JournalProcess : IDisposable
{
    private readonly Process _process;

    private JournalProcess(Process process) => _process = process;

    /// <summary>The calls that were acknowledged, and those that failed.</summary>
    public List<string> Kept { get; } = [];

    public List<string> Failed { get; } = [];

    /// <param name="folder">The journal's folder.</param>
    /// <param name="round">The first part of the name of every call.</param>
    /// <param name="mostFileKilobytes">The largest file that the system lets it write; null for no limit.</param>
    /// <param name="segmentBytes">When a new file is begun.</param>
    /// <param name="store">What it writes, where that is no journal.</param>
    public static JournalProcess Start(string folder, int round, int? mostFileKilobytes = null, long segmentBytes = 64 * 1024, string? store = null)
    {
        var program = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string[] command = [program, "exec", Path.Combine(AppContext.BaseDirectory, "ScopeAuth.JournalWriter.dll"), folder, segmentBytes.ToString(CultureInfo.InvariantCulture), round.ToString(CultureInfo.InvariantCulture), .. store is null ? Array.Empty<string>() : [store]];
        // Beyond the limit a write fails as on a full disk, unless the signal ends the process first.
        if (mostFileKilobytes is { } limit) command = ["bash", "-c", $"trap '' XFSZ; ulimit -f {limit}; exec \"$@\"", "bash", .. command];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // The runtime maps its code by a large file of memory otherwise, which the limit forbids, too.
        if (mostFileKilobytes is not null) start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return new(Process.Start(start)!);
    }

    /// <summary>Reads what it says until the condition holds.</summary>
    public async Task ReadUntilAsync(Func<bool> isEnough, [CallerArgumentExpression(nameof(isEnough))] string what = "")
    {
        using var limit = new CancellationTokenSource(Eventually.LongestWait);
        try
        {
            while (!isEnough())
            {
                var line = await _process.StandardOutput.ReadLineAsync(limit.Token);
                if (line is null) Assert.Fail($"The writer ended: {await _process.StandardError.ReadToEndAsync(limit.Token)}");
                Note(line);
            }
        }
        catch (OperationCanceledException)
        {
            throw Eventually.InVain(what, $"{Kept.Count} kept, {Failed.Count} failed");
        }
    }

    /// <summary>Ends it as a power cut does, and reads what it had said until then.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line) Note(line);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private void Note(string line)
    {
        var parts = line.Split(' ', 3);
        // The last line may be cut.
        if (parts is ["kept", var kept] && kept.Split(':').Length == 3) Kept.Add(kept);
        else if (parts is ["failed", _, _]) Failed.Add(parts[2]);
    }
}
