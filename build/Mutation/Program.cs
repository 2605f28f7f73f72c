using System.Diagnostics;
using System.Globalization;
using ScopeAuth.Mutation;

// Mutation [--every N] [--only substring-of-file] [--again what-an-earlier-run-printed] [--tests room,room] [--at-once N] room...
var every = Option("--every", "1", out var rest);
var only = Option("--only", "", out rest, rest);
var again = Option("--again", "", out rest, rest);
var testRooms = Option("--tests", "", out rest, rest).Split(',', StringSplitOptions.RemoveEmptyEntries);
var atOnce = new ParallelOptions { MaxDegreeOfParallelism = int.Parse(Option("--at-once", "1", out rest, rest), CultureInfo.InvariantCulture) };
string[] rooms = rest is [] ? ["Tokens", "Scopes", "AuthorizationServers", "Keys", "Network"] : [.. rest];
var root = Environment.CurrentDirectory;
var work = Path.Combine(root, "artifacts", "mutation");
var tests = Path.Combine(work, "test", "ScopeAuth.Tests");
var program = Path.Combine(work, "artifacts", "bin", "ScopeAuth.Tests", "debug", "ScopeAuth.Tests");

await CopyAsync();
var source = new MutatedSource(Path.Combine(work, "src", "ScopeAuth"), rooms, int.Parse(every, CultureInfo.InvariantCulture));
source.Write();
Console.WriteLine($"{source.Mutants.Count} mutants in {string.Join(", ", rooms)}, before the compiler saw them.");
for (var round = 1; await BuildAsync("src/ScopeAuth") is { } errors; round++)
{
    var refused = source.Refuse(errors);
    if (refused == 0 || round == 25) return Fail($"The mutated source does not compile, and no mutant is to blame:\n{errors}");
    source.Write();
    Console.WriteLine($"Round {round}: the compiler refuses {refused}.");
}
if (await BuildAsync("test/ScopeAuth.Tests") is { } faults) return Fail(faults);

var classes = new List<TestClass>();
await Parallel.ForEachAsync(TestClass.FindIn(tests, testRooms), atOnce, async (name, _) =>
{
    var seen = Path.Combine(work, $"seen-{name}");
    var began = Stopwatch.GetTimestamp();
    var code = await TestRun.StartAsync(program, [name], TimeSpan.FromMinutes(2), seen: seen);
    lock (classes)
    {
        if (code != 0) Console.WriteLine($"Left out, because it fails without a mutant (exit code {code}): {name}");
        // No file: it never comes near a mutant.
        else if (File.Exists(seen)) classes.Add(new(name, Stopwatch.GetElapsedTime(began), [.. File.ReadAllText(seen).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)]));
    }
});
Console.WriteLine($"{source.Mutants.Count} mutants, {classes.Count} classes of tests, {classes.Sum(test => test.Duration.TotalSeconds):F0} s in all.");

// What an earlier run printed: its survivors alone are tried again, to see what tests written since have found.
var survivors = again.Length == 0 ? null : File.ReadLines(again)
    .Where(line => line.StartsWith("Survived: ", StringComparison.Ordinal) || line.StartsWith("NotReached: ", StringComparison.Ordinal))
    .Select(line => Text(line[(line.IndexOf(' ') + 1)..])).ToHashSet(StringComparer.Ordinal);
var wanted = source.Mutants.Where(mutant => mutant.File.Contains(only, StringComparison.Ordinal) && survivors?.Contains(Text($"{mutant}")) != false).ToList();
if (survivors is not null) Console.WriteLine($"{survivors.Count} survived then, {wanted.Count} places have their text now.");

var trial = new Trial(program, classes);
var outcomes = new List<(Mutant Mutant, Outcome Outcome)>();
await Parallel.ForEachAsync(wanted, atOnce, async (mutant, _) =>
{
    var outcome = await trial.RunAsync(mutant);
    lock (outcomes)
    {
        outcomes.Add((mutant, outcome));
        if (outcome is Outcome.Survived or Outcome.NotReached) Console.WriteLine($"{outcome}: {mutant}");
        if (outcomes.Count % 50 == 0) Console.WriteLine($"... {outcomes.Count} tried, {Score(outcomes):P1}");
    }
});

Console.WriteLine("\n| room | mutants | killed | timed out | survived | not reached | score |\n|---|---|---|---|---|---|---|");
foreach (var room in outcomes.GroupBy(entry => entry.Mutant.Room)) Console.WriteLine(Row(room.Key, room));
Console.WriteLine(Row("all", outcomes));
return 0;

// Without the number of the line, which moves.
static string Text(string mutant) => System.Text.RegularExpressions.Regex.Replace(mutant, @":\d+  ", "  ");

static double Score(IEnumerable<(Mutant, Outcome Outcome)> of) => of.Average(entry => entry.Outcome is Outcome.Killed or Outcome.TimedOut ? 1.0 : 0);

static string Row(string name, IEnumerable<(Mutant, Outcome Outcome)> of) =>
    $"| {name} | {of.Count()} | {Count(of, Outcome.Killed)} | {Count(of, Outcome.TimedOut)} | {Count(of, Outcome.Survived)} | {Count(of, Outcome.NotReached)} | {Score(of):P1} |";

static int Count(IEnumerable<(Mutant, Outcome Outcome)> of, Outcome outcome) => of.Count(entry => entry.Outcome == outcome);

string Option(string name, string otherwise, out string[] rest, string[]? from = null)
{
    from ??= args;
    var at = Array.IndexOf(from, name);
    rest = at < 0 ? from : [.. from[..at], .. from[(at + 2)..]];
    return at < 0 ? otherwise : from[at + 1];
}

async Task CopyAsync()
{
    if (Directory.Exists(work)) Directory.Delete(work, recursive: true);
    var (_, files) = await TestRun.EndAsync(Start("git", root, "ls-files", "--cached", "--others", "--exclude-standard"), TimeSpan.FromMinutes(1));
    foreach (var file in files.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Path.Combine(root, file))))
    {
        var target = Path.Combine(work, file);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Path.Combine(root, file), target);
    }
}

async Task<string?> BuildAsync(string project)
{
    var (code, output) = await TestRun.EndAsync(
        Start("dotnet", work, "build", project, "-v:q", "-nologo", "--tl:off", "-p:TreatWarningsAsErrors=false", "-p:RunAnalyzers=false", "-p:WarningLevel=0", "-clp:ErrorsOnly"),
        TimeSpan.FromMinutes(10));
    return code == 0 ? null : output;
}

static ProcessStartInfo Start(string program, string folder, params string[] arguments) => new(program, arguments)
{
    WorkingDirectory = folder,
    RedirectStandardInput = true,
    RedirectStandardOutput = true,
    RedirectStandardError = true,
    Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["CI"] = "" },
};

static int Fail(string text)
{
    Console.Error.WriteLine(text);
    return 1;
}
