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

    [Fact]
    public void A_disk_that_takes_no_new_file_is_not_said_to_be_in_use()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Another system has no folder that refuses new files to everybody.");

        Refuses("/proc");
    }

    [Fact]
    public void A_folder_that_another_has_is_said_to_be_in_use()
    {
        using var other = FolderLock.Take(_folder.Path, "revocations");

        Assert.Contains("in use by another process", Assert.Throws<IOException>(() => FolderLock.Take(_folder.Path, "revocations")).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static void Refuses(string folder)
    {
        var fault = Assert.Throws<IOException>(() => FolderLock.Take(folder, "revocations"));

        Assert.StartsWith($"The folder {folder}, for the revocations, cannot be written: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("DataPath", fault.Message, StringComparison.Ordinal);
    }
}
