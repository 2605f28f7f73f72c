using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Registrations;

/// <summary>A <c>DataPath</c> for one test. Keys are written there in the background, also while it is being deleted.</summary>
internal sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("scopeauth-data-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Assert.True(SpinWait.SpinUntil(TryDelete, Eventually.LongestWait), $"{Path} cannot be deleted: somebody still writes there.");

    private bool TryDelete()
    {
        try
        {
            if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
