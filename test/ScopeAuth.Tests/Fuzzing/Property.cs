using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace ScopeAuth.Tests.Fuzzing;

/// <summary>Checks a property of generated values. The seed is fixed: every run looks at the same values.</summary>
internal static class Property
{
    public static void Holds<T>(Gen<T> values, Func<T, bool> property, int tests = 2000)
    {
        var seen = 0;
        Check.One(Fixed(tests), Prop.ForAll(values.ToArbitrary(), value =>
        {
            seen++;
            return property(value);
        }));
        Assert.Equal(tests, seen);
    }

    /// <summary>The same of sequences of steps. One that fails is made as short as it can be.</summary>
    public static void HoldsOfSequences<T>(Gen<T> step, Func<IReadOnlyList<T>, Task> property, int tests)
    {
        var seen = 0;
        Check.One(Fixed(tests), Prop.ForAll(Arb.From(step.ArrayOf(), Shorter), async (T[] steps) =>
        {
            seen++;
            await property(steps);
            return true;
        }));
        Assert.Equal(tests, seen);
    }

    private static Config Fixed(int tests) => Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(tests).WithEndSize(60)
        .WithReplay(FSharpOption<Replay>.Some(new(new Rnd(20260301, 7), FSharpOption<int>.None)));

    // Without half of it, without a quarter of it, and so on: the first that still fails is shortened further.
    private static IEnumerable<T[]> Shorter<T>(T[] steps)
    {
        for (var length = (steps.Length + 1) / 2; length > 0; length /= 2)
            for (var first = 0; first < steps.Length; first += length) yield return [.. steps[..first], .. steps[Math.Min(first + length, steps.Length)..]];
    }
}
