using System.Globalization;

namespace ScopeAuth.PostgreSql.Schema;

/// <summary>What makes the schema, one script for each version. A script that was released never changes.</summary>
internal sealed class SchemaScripts
{
    /// <summary>The oldest version whose nodes can go on while the schema has the latest: raised by a script that old nodes cannot live with.</summary>
    public const int CompatibleFrom = 1;

    private readonly IReadOnlyList<string> _scripts;

    public SchemaScripts(params IReadOnlyList<string> later) => _scripts = [Read(1), Read(2), Read(3), .. later];

    public int Latest => _scripts.Count;

    public IEnumerable<string> After(int version) => _scripts.Skip(version);

    private static string Read(int version)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{version}.sql");
        using var stream = typeof(SchemaScripts).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
