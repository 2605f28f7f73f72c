using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScopeAuth.Mutation;

/// <summary>The library's source with all mutants in it. What the compiler refuses is taken out until it refuses nothing more.</summary>
internal sealed partial class MutatedSource
{
    private const string ImplicitUsings =
        "global using System; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; "
        + "global using System.Threading.Tasks; global using System.Collections.Generic;";

    private static readonly CSharpParseOptions Parsing = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);

    private readonly string _folder;
    private readonly string[] _rooms;
    private readonly int _every;
    private readonly CSharpCompilation _original;
    private readonly HashSet<int> _refused = [];

    /// <param name="folder">src/ScopeAuth of a copy; its files are overwritten.</param>
    /// <param name="rooms">The folders below it that get mutants.</param>
    /// <param name="every">Every how manyth mutant is tried.</param>
    public MutatedSource(string folder, string[] rooms, int every)
    {
        (_folder, _rooms, _every) = (folder, rooms, every);
        var trees = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), Parsing, path));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        _original = CSharpCompilation.Create("ScopeAuth", [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings, Parsing)], references);
    }

    public List<Mutant> Mutants { get; } = [];

    public void Write()
    {
        File.WriteAllText(Path.Combine(_folder, "Mutants.cs"), Switch.Source);
        Mutants.Clear();
        var next = 0;
        foreach (var tree in _original.SyntaxTrees)
        {
            var file = Path.GetRelativePath(_folder, tree.FilePath.Length == 0 ? _folder : tree.FilePath);
            if (!_rooms.Contains(Path.GetDirectoryName(file))) continue;
            // Numbers stay the same from round to round, whatever was refused.
            var rewriter = new MutantRewriter(file, _original.GetSemanticModel(tree), () => next++, id => id % _every == 0 && !_refused.Contains(id), Mutants);
            File.WriteAllText(tree.FilePath, rewriter.Visit(tree.GetRoot())!.ToFullString());
        }
    }

    /// <summary>Takes out what lies where the compiler found errors.</summary>
    /// <returns>How many mutants; 0 if none lies there.</returns>
    public int Refuse(string compilerOutput)
    {
        var before = _refused.Count;
        foreach (var error in Error().Matches(compilerOutput).Cast<Match>().DistinctBy(match => match.Value))
        {
            var text = File.ReadAllText(error.Groups[1].Value);
            var tree = CSharpSyntaxTree.ParseText(text, Parsing);
            var line = tree.GetText().Lines[Number(error.Groups[2]) - 1];
            var token = tree.GetRoot().FindToken(Math.Min(line.Start + Number(error.Groups[3]) - 1, line.End));
            foreach (var ancestor in token.Parent!.AncestorsAndSelf())
            {
                var ids = IdsIn(ancestor).ToList();
                if (ids.Count == 0 || ancestor is not (ConditionalExpressionSyntax or BinaryExpressionSyntax or StatementSyntax or MemberDeclarationSyntax)) continue;
                _refused.UnionWith(ids);
                break;
            }
        }
        return _refused.Count - before;
    }

    private static IEnumerable<int> IdsIn(SyntaxNode node) => SwitchedOn().Matches(node.ToString()).Select(match => Number(match.Groups[1]));

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*(\S[^(\r\n]*\.cs)\((\d+),(\d+)\): error", RegexOptions.Multiline)]
    private static partial Regex Error();

    [GeneratedRegex(@"Mutants\.Is\((\d+)\)")]
    private static partial Regex SwitchedOn();
}
