using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ScopeAuth.Benchmarks.Load;

/// <summary>The same kinds under somebody else's load generator, where it is installed. One after the other, so the machine's drift is among them.</summary>
internal static partial class WrkWitness
{
    // Every thread of wrk has an interpreter of its own; the tokens are read once in it.
    private const string Script = """
        local requests = {}
        local text = io.open(os.getenv("REQUESTS"), "rb"):read("*a")
        for request in text:gmatch("(.-\r\n\r\n)") do requests[#requests + 1] = request end
        local turn = 0
        request = function()
          turn = turn % #requests + 1
          return requests[turn]
        end
        """;

    private static readonly string[] Shown = ["plain", "own", "plain-1000", "own-1000", "plain-100000", "own-100000", "cold", "standard-open", "standard", "jwtbearer"];

    public static void Report(Workload workload, TimeSpan time)
    {
        if (!IsInstalled())
        {
            Console.Error.WriteLine("wrk is not installed: there is no second witness.");
            return;
        }
        Console.WriteLine("\n| request, under wrk | per second | p99, µs |\n|---|---|---|");
        foreach (var name in Shown)
        {
            var (rate, p99) = Measure(workload.Kinds[name], time);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {workload.Kinds[name].Name} | {rate:F0} | {p99:F0} |"));
        }
    }

    private static (double Rate, double P99) Measure(LoadKind kind, TimeSpan time)
    {
        var folder = Directory.CreateTempSubdirectory("scopeauth-benchmark-");
        try
        {
            var (script, requests) = (Path.Combine(folder.FullName, "tokens.lua"), Path.Combine(folder.FullName, "requests.http"));
            File.WriteAllText(script, Script);
            using (var file = File.Create(requests))
                for (var request = 0; request < kind.Tokens.Count; request++) file.Write(kind.Request(request));
            using var wrk = Start("-t1", "-c8", $"-d{time.TotalSeconds:F0}s", "--latency", "-s", script, $"http://127.0.0.1:{kind.Port}{kind.Path}");
            var text = wrk.StandardOutput.ReadToEnd();
            return (Number(Rate().Match(text)), Number(Percentile99().Match(text)));

            Process Start(params string[] arguments) =>
                Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true, Environment = { ["REQUESTS"] = requests } })!;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Number(Match match) => double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * match.Groups[2].Value switch
    {
        "ms" => 1000,
        "s" => 1_000_000,
        _ => 1,
    };

    private static bool IsInstalled()
    {
        try
        {
            using var wrk = Process.Start(new ProcessStartInfo("wrk", "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            wrk.WaitForExit();
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)()")]
    private static partial Regex Rate();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex Percentile99();
}
