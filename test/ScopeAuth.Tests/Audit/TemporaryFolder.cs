namespace ScopeAuth.Tests.Audit;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("scopeauth-audit-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>The names of the audit files, in order.</summary>
    public string[] Names() =>
        [.. Directory.EnumerateFiles(Path, "*.jsonl").Select(path => System.IO.Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>What another process would read now, while the writer has the file open.</summary>
    public string Read(string name)
    {
        using var file = new FileStream(this[name], FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    public string[] Lines(string name) => Read(name).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
