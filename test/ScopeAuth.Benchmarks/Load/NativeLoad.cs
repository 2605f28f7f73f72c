using System.Diagnostics;
using System.Globalization;

namespace ScopeAuth.Benchmarks.Load;

/// <summary>The load generator in C (<c>pairload.c</c>), in a process of its own.</summary>
internal sealed class NativeLoad(string program) : ILoadGenerator
{
    public LoadResult[] Run(IReadOnlyList<LoadRun> runs, LoadPlan plan)
    {
        var folder = Directory.CreateTempSubdirectory("scopeauth-benchmark-");
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            List<LoadKind> kinds = [.. runs.SelectMany(run => run.Kinds).Distinct()];
            Write(process.StandardInput, kinds, runs, plan, folder.FullName);
            var results = runs.Select(run => new LoadResult(run, plan.Rounds)).ToArray();
            while (process.StandardOutput.ReadLine() is { } line) Read(line.Split(' '), kinds, results);
            process.WaitForExit();
            return process.ExitCode == 0 ? results : throw new InvalidOperationException("The load generator gave up.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Write(StreamWriter input, List<LoadKind> kinds, IReadOnlyList<LoadRun> runs, LoadPlan plan, string folder)
    {
        input.NewLine = "\n";
        input.WriteLine($"connections {plan.Connections}\nslice {plan.Slice.TotalMicroseconds:F0}\nrounds {plan.Rounds}\nwarmup {plan.WarmUp.TotalMilliseconds:F0}");
        foreach (var kind in kinds) input.WriteLine($"kind {kind.Port} {kind.Server.Id} {kind.ExpectedStatus} {kind.RareStatus ?? 0} {Save(kind, folder, kinds.IndexOf(kind))}");
        foreach (var run in runs)
        {
            var numbers = string.Join(' ', run.Kinds.Select(kind => kinds.IndexOf(kind)));
            input.WriteLine(run.Rate is { } rate ? string.Create(CultureInfo.InvariantCulture, $"open {rate} {numbers}") : $"closed {numbers}");
        }
        input.WriteLine("go");
        input.Close();
    }

    private static string Save(LoadKind kind, string folder, int number)
    {
        var path = Path.Combine(folder, $"{number}.http");
        using var file = File.Create(path, 1 << 20);
        for (var request = 0; request < kind.Tokens.Count; request++) file.Write(kind.Request(request));
        return path;
    }

    private static void Read(string[] words, List<LoadKind> kinds, LoadResult[] results)
    {
        long Number(int place) => long.Parse(words[place], CultureInfo.InvariantCulture);
        if (words[0] == "latency")
        {
            results[Number(1)].LatenciesOf(kinds[(int)Number(2)]).Add((int)Number(3), Number(4));
            return;
        }
        var time = TimeSpan.FromMicroseconds(double.Parse(words[4], CultureInfo.InvariantCulture));
        results[Number(2)].Add((int)Number(1), Number(3), time, TimeSpan.FromMicroseconds(Number(5) / 1000.0));
    }
}
