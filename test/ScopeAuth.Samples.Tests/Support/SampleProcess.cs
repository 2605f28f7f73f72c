using System.Diagnostics;
using System.Text;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Samples.Tests.Support;

/// <summary>The real program, in a process of its own, on a free port.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;
    private Task _rest = Task.CompletedTask;

    private SampleProcess(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>Everything that was printed until it was ready.</summary>
    public string StartText { get; private set; } = "";

    public HttpClient Http { get; } = new();

    public Uri Address => Http.BaseAddress!;

    /// <summary>The command that the start prints to be pasted into bash.</summary>
    public string PrintedExample => StartText[StartText.IndexOf("TOKEN=", StringComparison.Ordinal)..];

    public static Task<SampleProcess> StartAsync(params string[] arguments) => StartInAsync(Path.GetTempPath(), arguments);

    public static async Task<SampleProcess> StartInAsync(string folder, params string[] arguments)
    {
        var sample = new SampleProcess(Launch(folder, ["--urls", "http://127.0.0.1:0", .. arguments]));
        try
        {
            await sample.WaitUntilReadyAsync();
            return sample;
        }
        catch
        {
            await sample.DisposeAsync();
            throw;
        }
    }

    public static Process Launch(string folder, params string[] arguments)
    {
        var program = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        return Process.Start(new ProcessStartInfo(program, ["exec", Path.Combine(AppContext.BaseDirectory, "ScopeAuth.Samples.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            // What it would leave in somebody's home is found in the folder then.
            Environment = { ["HOME"] = folder },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        await Task.WhenAll(_rest, _errors);
        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync()
    {
        using var limit = new CancellationTokenSource(Eventually.LongestWait);
        var text = new StringBuilder();
        string? line;
        do
        {
            line = await ReadLineAsync(text, limit.Token);
            if (line is null) throw new InvalidOperationException($"The sample ended before it was ready:\n{text}\n{await _errors}");
            text.AppendLine(line);
            if (line.Trim().StartsWith("page ", StringComparison.Ordinal)) Http.BaseAddress = new(line.Trim()["page ".Length..].Trim());
        }
        while (!line.StartsWith("curl ", StringComparison.Ordinal));
        StartText = text.ToString();

        // Nobody reads what it logs from now on, and a full pipe would stop it.
        _rest = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        // A request waits 2 s for the first keys. On a machine that is busy building they may take longer.
        await Eventually.IsAsync(HealthAsync, health => health == "Healthy");
    }

    private async Task<string?> ReadLineAsync(StringBuilder before, CancellationToken limit)
    {
        try
        {
            return await _process.StandardOutput.ReadLineAsync(limit);
        }
        catch (OperationCanceledException)
        {
            throw Eventually.InVain("the sample prints how it is used", before.ToString());
        }
    }

    private async Task<string> HealthAsync()
    {
        using var answer = await Http.GetAsync(new Uri("/healthz", UriKind.Relative));
        return await answer.Content.ReadAsStringAsync();
    }
}
