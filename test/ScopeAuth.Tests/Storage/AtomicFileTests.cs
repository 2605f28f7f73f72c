using ScopeAuth.Storage;
using ScopeAuth.Tests.Audit;

namespace ScopeAuth.Tests.Storage;

/// <summary>A file that is there whole or not at all, and stays.</summary>
public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_name_is_brought_to_the_disk_after_the_content_has_it()
    {
        var path = _folder["file"];
        await AtomicFile.WriteAsync(path, "before"u8.ToArray());
        var asked = new List<(string Folder, string Content)>();

        await AtomicFile.WriteAsync(path, "after"u8.ToArray(), folder => asked.Add((folder, File.ReadAllText(path))));

        Assert.Equal((Path.GetDirectoryName(path), "after"), Assert.Single(asked));
    }

    [Fact]
    public async Task A_name_that_cannot_be_brought_to_the_disk_is_not_acknowledged() =>
        await Assert.ThrowsAsync<IOException>(() => AtomicFile.WriteAsync(_folder["file"], "content"u8.ToArray(), _ => throw new IOException("dying disk")));

    [Fact]
    public void A_folder_is_written_to_the_disk_and_one_that_is_not_there_cannot_be()
    {
        FolderEntries.Flush(_folder.Path);

        if (OperatingSystem.IsWindows()) return;
        var missing = _folder["no/sück/földer"];
        Assert.Contains(missing, Assert.Throws<IOException>(() => FolderEntries.Flush(missing)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
