using ScopeAuth.Samples.Tests.Support;

[assembly: AssemblyFixture(typeof(ScopeAuth.Console.Tests.Support.ConsoleSample))]

namespace ScopeAuth.Console.Tests.Support;

/// <summary>The running sample, in a process of its own, and the password of its console.</summary>
public sealed class ConsoleSample : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("scopeauth-console-");
    private SampleProcess? _process;

    internal SampleProcess Process => _process!;

    internal SampleClient Client { get; private set; } = null!;

    internal string Password { get; private set; } = "";

    /// <summary>Where it keeps what it knows.</summary>
    internal string DataPath => _data.FullName;

    internal Uri To(string page) => new(Process.Address, $"/admin/{page}");

    public async ValueTask InitializeAsync()
    {
        _process = await SampleProcess.StartAsync("--ScopeAuth:DataPath", _data.FullName);
        Client = new(_process.Http);
        const string Before = "with the password ";
        var text = _process.StartText[(_process.StartText.IndexOf(Before, StringComparison.Ordinal) + Before.Length)..];
        Password = text[..text.IndexOf(',', StringComparison.Ordinal)];
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
