using System.Diagnostics;
using System.Globalization;
using ScopeAuth.Tests.Support;

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

    /// <returns>Null when the node has ended.</returns>
    /// <exception cref="TimeoutException">It says nothing.</exception>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Eventually.LongestWait);
        try
        {
            return await _process.StandardOutput.ReadLineAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The node with process number {_process.Id} has said nothing for {Eventually.LongestWait}.");
        }
    }

    /// <summary>Returns when the node has accepted the token.</summary>
    public async Task WatchAsync(string token, CancellationToken cancellationToken)
    {
        await WriteAsync($"watch {token}", cancellationToken);
        await ExpectAsync("accepted", cancellationToken);
    }

    public Task AskUntilRefusedAsync(string token, CancellationToken cancellationToken) => WriteAsync($"until {token}", cancellationToken);

    /// <summary>When the node refused it, by the clock that all processes of a machine share.</summary>
    public async Task<long> RefusedAtAsync(CancellationToken cancellationToken) => long.Parse(await ExpectAsync("refused ", cancellationToken), CultureInfo.InvariantCulture);

    /// <summary>SIGKILL: it gets to do nothing any more.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    /// <returns>What follows.</returns>
    private async Task<string> ExpectAsync(string beginning, CancellationToken cancellationToken)
    {
        var line = await ReadLineAsync(cancellationToken);
        if (line?.StartsWith(beginning, StringComparison.Ordinal) == true) return line[beginning.Length..];
        throw new InvalidOperationException(line is null ? $"The node ended where it was to say '{beginning}'; its reason is on standard error." : $"The node says '{line}' and not '{beginning}'.");
    }

    private async Task WriteAsync(string line, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
    }
}
