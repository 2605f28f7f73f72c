using ScopeAuth.Storage;
using ScopeAuth.Tests.Audit;

namespace ScopeAuth.Tests.Storage;

/// <summary>The folder that a start depends on.</summary>
public sealed class FolderLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_folder_that_cannot_be_made_is_said_to_come_from_the_setting()
    {
        var file = _folder["file"];
        File.WriteAllText(file, "");

        Refuses(Path.Combine(file, "revocations"));
    }

    [Fact]
    public void A_folder_that_may_not_be_written_is_said_to_come_from_the_setting()
    {
        // As good as a lock of another user: also for the administrator, who may write everywhere.
        Directory.CreateDirectory(_folder["lock"]);

        Refuses(_folder.Path);
    }

    public void Dispose() => _folder.Dispose();

    private static void Refuses(string folder)
    {
        var fault = Assert.Throws<IOException>(() => FolderLock.Take(folder, "revocations"));

        Assert.StartsWith($"The folder {folder}, for the revocations, cannot be written: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("DataPath", fault.Message, StringComparison.Ordinal);
    }
}
