using System.Diagnostics;

namespace ScopeAuth.Tests.House;

/// <summary>What <c>build/test.sh</c> says of tests that fail, with commands in its way that only pretend to build and to test.</summary>
public sealed class GateTests : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Ten tests, of which as many fail as the variable says; the report goes where the gate looks for it.
    private const string PretendedDotnet = """
        #!/bin/bash
        [ "$1" = pack ] && mkdir -p artifacts/packages
        [ "$1" = test ] || exit 0
        while [ "$1" != --results-directory ]; do shift; done
        echo "<Counters total=\"10\" passed=\"$((10 - FAILING))\" failed=\"$FAILING\" />" >"$2/run.trx"
        for ((number = 0; number < FAILING; number++)); do
          echo "<UnitTestResult testName=\"Pretended.Tests.Some.Test$number(case: $number)\" outcome=\"Failed\" />" >>"$2/run.trx"
        done
        [ "$FAILING" -eq 0 ]
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("scopeauth-gate-");

    [Theory]
    [InlineData(0, true, true, "10 passed, 0 failed")]
    [InlineData(3, true, true, "10 passed, 0 failed")]       // load broke them: alone they pass
    [InlineData(3, false, false, "7 passed, 3 failed")]
    [InlineData(4, true, false, "6 passed, 4 failed")]       // too many for a whim of the machine
    [InlineData(10, true, false, "0 passed, 10 failed")]
    public async Task The_gate_passes_only_if_every_test_has_passed(int failing, bool passAlone, bool isGreen, string lastLine)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The gate is a script of bash.");
        Write("build/test.sh", Repository.Read("build", "test.sh"));
        Write("build/fuzz.sh", "#!/bin/sh\n");
        Write("artifacts/bin/Pretended.Tests/release/Pretended.Tests", $"#!/bin/sh\nexit {(passAlone ? 0 : 1)}\n");
        Write("commands/dotnet", PretendedDotnet);
        // What the gate might install, it finds; what it would install with does nothing.
        foreach (var command in (string[])["curl", "node", "npm", "chromium", "apt-get", "sudo"]) Write($"commands/{command}", "#!/bin/sh\n");

        var start = new ProcessStartInfo("bash", [Path.Combine(_folder.FullName, "build", "test.sh")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{Path.Combine(_folder.FullName, "commands")}:{start.Environment["PATH"]}";
        start.Environment["FAILING"] = $"{failing}";
        using var gate = Process.Start(start)!;
        var cancellationToken = TestContext.Current.CancellationToken;
        // Both at once: a pipe that nobody reads would hold the gate up.
        var texts = await Task.WhenAll(gate.StandardOutput.ReadToEndAsync(cancellationToken), gate.StandardError.ReadToEndAsync(cancellationToken));
        await gate.WaitForExitAsync(cancellationToken);

        Assert.Equal((isGreen, lastLine), (gate.ExitCode == 0, texts[0].TrimEnd().Split('\n')[^1]));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string path, string text)
    {
        var file = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, Executable);
    }
}
