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
        Check.One(
            Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(tests).WithEndSize(60)
                .WithReplay(FSharpOption<Replay>.Some(new(new Rnd(20260301, 7), FSharpOption<int>.None))),
            Prop.ForAll(values.ToArbitrary(), value =>
            {
                seen++;
                return property(value);
            }));
        Assert.Equal(tests, seen);
    }
}
