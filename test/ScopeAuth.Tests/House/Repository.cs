namespace ScopeAuth.Tests.House;

/// <summary>The files of this repository, found upwards from where the tests run.</summary>
internal static class Repository
{
    private static readonly string[] MadeByTools = ["artifacts", "bin", "obj", "node_modules", ".git", ".vs", ".idea", ".vscode", "data"];

    public static string Root { get; } = FindRoot();

    public static string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(PathTo(parts));

    /// <summary>Everything that belongs to it, by paths relative to the root with slashes.</summary>
    public static IEnumerable<string> Files(string folder = "") =>
        from path in Directory.EnumerateFiles(Path.Combine(Root, folder), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        let relative = Path.GetRelativePath(Root, path).Replace('\\', '/')
        where !relative.Split('/').Any(MadeByTools.Contains)
        select relative;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ScopeAuth.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
