using System.Text.Json;

namespace ScopeAuth.Tests.Vectors;

/// <summary>The public test vectors, copied beside the tests. Each folder carries its licence and where it comes from.</summary>
internal static class VectorFile
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Vectors", "Data");

    public static JsonElement Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(PathOf(path)));
        return document.RootElement.Clone();
    }

    public static string PathOf(string path) => Path.Combine(Folder, path);

    public static IReadOnlyList<string> In(string folder, string pattern = "*.json") =>
        [.. Directory.EnumerateFiles(PathOf(folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
