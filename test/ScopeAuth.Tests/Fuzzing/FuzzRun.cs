using System.Diagnostics;
using System.Globalization;

namespace ScopeAuth.Tests.Fuzzing;

/// <summary>How long to go on: a fixed number of inputs from a fixed seed in every test run, or as many seconds as build/fuzz.sh asks for.</summary>
/// <param name="inputs">How many inputs in a test run.</param>
/// <param name="share">The part of the seconds that is meant for this run; those of all runs make one.</param>
internal sealed class FuzzRun(int inputs, double share)
{
    private static readonly int Seconds = Setting("SCOPEAUTH_FUZZ_SECONDS", 0);

    private readonly Stopwatch _elapsed = Stopwatch.StartNew();

    /// <summary>Whether this is the run that always sees the same inputs; what is expected of another one must not depend on luck.</summary>
    public bool IsFixed { get; } = Seconds == 0;

    public int Seed { get; } = Setting("SCOPEAUTH_FUZZ_SEED", Seconds == 0 ? 20260301 : Random.Shared.Next());

    public int Inputs { get; private set; }

    public bool GoesOn()
    {
        if (Seconds == 0 ? Inputs >= inputs : _elapsed.Elapsed.TotalSeconds >= Seconds * share) return false;
        Inputs++;
        return true;
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
