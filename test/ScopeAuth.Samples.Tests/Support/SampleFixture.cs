[assembly: AssemblyFixture(typeof(ScopeAuth.Samples.Tests.Support.SampleFixture))]

namespace ScopeAuth.Samples.Tests.Support;

/// <summary>The one sample that every test may use, unless it needs a fresh one.</summary>
public sealed class SampleFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("scopeauth-");
    private SampleProcess? _process;

    /// <summary>Where it was started: a folder that was empty.</summary>
    internal DirectoryInfo Folder => _folder;

    internal SampleProcess Process => _process!;

    internal SampleClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _process = await SampleProcess.StartInAsync(_folder.FullName);
        Client = new(_process.Http);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
