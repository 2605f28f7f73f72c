using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ScopeAuth.Benchmarks.Load;

/// <summary>A server in a process of its own, which says on its first line where its applications listen.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process)
    {
        _process = process;
        Ports = JsonSerializer.Deserialize<Dictionary<string, int>>(Read())!;
    }

    private static string Program => typeof(ServerProcess).Assembly.Location;

    public int Id => _process.Id;

    public IReadOnlyDictionary<string, int> Ports { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the applications that ScopeAuth protects, and the plain one.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="remembered">How many tokens those remember that remember any.</param>
    public static ServerProcess StartScopeAuth(BenchmarkKeys keys, int remembered = BenchmarkApi.DefaultRemembered) =>
        Start(Program, ["server", remembered.ToString(CultureInfo.InvariantCulture), keys.Folder, .. keys.Files]);

    /// <summary>Starts the peer.</summary>
    public static ServerProcess StartJwtBearer(BenchmarkKeys keys) =>
        Start(Program.Replace("ScopeAuth.Benchmarks", "ScopeAuth.Benchmarks.JwtBearer", StringComparison.Ordinal), keys.RsaFile, BenchmarkToken.Issuer, "https://api.example");

    private static ServerProcess Start(string assembly, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(assembly);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return new(Process.Start(start)!);
    }

    /// <summary>Bytes that the process has allocated so far.</summary>
    public long AllocatedBytes()
    {
        _process.StandardInput.WriteLine("bytes");
        return long.Parse(Read(), CultureInfo.InvariantCulture);
    }

    /// <summary>How many objects of each type and size (<c>type|bytes</c>) the process has made since the last call.</summary>
    public Dictionary<string, double> AllocatedObjects()
    {
        _process.StandardInput.WriteLine("objects");
        return JsonSerializer.Deserialize<Dictionary<string, double>>(Read())!;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Read() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server ended.");
}
