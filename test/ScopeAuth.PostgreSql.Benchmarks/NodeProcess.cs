using System.Diagnostics;
using System.Globalization;

namespace ScopeAuth.PostgreSql.Benchmarks;

/// <summary>The near end of a node in a process of its own.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly Process _process;

    public NodeProcess(string command, string connectionString, IEnumerable<KeyValuePair<string, string?>> settings) =>
        _process = Process.Start(new ProcessStartInfo(
            "dotnet", ["exec", typeof(NodeProcess).Assembly.Location, command, connectionString, .. settings.Select(setting => $"{setting.Key}={setting.Value}")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken) => await _process.StandardOutput.ReadLineAsync(cancellationToken);

    /// <summary>Returns when the node has accepted the token.</summary>
    public async Task WatchAsync(string token, CancellationToken cancellationToken)
    {
        await WriteAsync($"watch {token}", cancellationToken);
        if (await ReadLineAsync(cancellationToken) != "accepted") throw new InvalidOperationException("The node does not accept the token.");
    }

    public Task AskUntilRefusedAsync(string token, CancellationToken cancellationToken) => WriteAsync($"until {token}", cancellationToken);

    /// <summary>When the node refused it, by the clock that all processes of a machine share.</summary>
    public async Task<long> RefusedAtAsync(CancellationToken cancellationToken) =>
        long.Parse((await ReadLineAsync(cancellationToken))!.Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>SIGKILL: it gets to do nothing any more.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private async Task WriteAsync(string line, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
    }
}
