namespace ScopeAuth.Samples.Start;

/// <summary>
/// What the running sample keeps on disk, copied to a folder of one's own: that one holds a lock on its folder and writes there, and nobody else may.
/// </summary>
internal sealed class DataCopy : IDisposable
{
    // A file that was replaced between being seen and being read is gone; so often only if something is wrong.
    private const int MaxAttempts = 5;

    // Keys are not among them: they are fetched again. Audit records have nothing to say about a token.
    private static readonly string[] Folders = ["revocations", "authorization-servers", "api-roles"];

    private readonly DirectoryInfo _copy = Directory.CreateTempSubdirectory("scopeauth-explain-");

    private DataCopy()
    {
    }

    public string Path => _copy.FullName;

    /// <returns>Null where nothing is kept.</returns>
    /// <exception cref="IOException">It could not be read.</exception>
    public static DataCopy? Take(string? folder)
    {
        if (folder is not { Length: > 0 } || !Directory.Exists(folder)) return null;
        for (var attempt = 1; ; attempt++)
        {
            var copy = new DataCopy();
            try
            {
                copy.Fill(folder);
                return copy;
            }
            catch (Exception exception) when (exception is FileNotFoundException && attempt < MaxAttempts)
            {
                copy.Dispose();
            }
            catch
            {
                copy.Dispose();
                throw;
            }
        }
    }

    public void Dispose() => _copy.Delete(recursive: true);

    private void Fill(string folder)
    {
        foreach (var each in Folders.Select(name => new DirectoryInfo(System.IO.Path.Combine(folder, name))).Where(each => each.Exists))
        {
            var target = _copy.CreateSubdirectory(each.Name);
            foreach (var file in each.EnumerateFiles().Where(file => file.Name != "lock" && file.Extension != ".tmp"))
            {
                // Shared with who writes it: an end that is half written is cut off when the copy is opened.
                using var source = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var destination = File.Create(System.IO.Path.Combine(target.FullName, file.Name));
                source.CopyTo(destination);
            }
        }
    }
}
