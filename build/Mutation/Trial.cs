namespace ScopeAuth.Mutation;

/// <summary>Runs the tests that reach a mutant, those that should find it first.</summary>
internal sealed class Trial(string program, IReadOnlyList<TestClass> classes)
{
    private const int First = 4;

    /// <summary>What the first tests did not see is shown to others, as long as that does not take minutes.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(40);

    public async Task<Outcome> RunAsync(Mutant mutant)
    {
        var own = Path.GetFileNameWithoutExtension(mutant.File) + "Tests";
        var reaching = classes.Where(test => test.Reaches.Contains(mutant.Id))
            .OrderByDescending(test => test.Name.EndsWith("." + own, StringComparison.Ordinal))
            .ThenByDescending(test => test.Name.Contains($".{mutant.Room}.", StringComparison.Ordinal)).ThenBy(test => test.Duration).ToList();
        if (reaching.Count == 0) return Outcome.NotReached;
        foreach (var tests in (List<TestClass>[])[[.. reaching.Take(First)], [.. UpTo(Most, reaching.Skip(First))]])
        {
            if (tests.Count == 0) continue;
            var limit = TimeSpan.FromSeconds(15) + (3 * tests.Aggregate(TimeSpan.Zero, (sum, test) => sum + test.Duration));
            var code = await TestRun.StartAsync(program, tests.Select(test => test.Name), limit, mutant.Id);
            if (code is null) return Outcome.TimedOut;
            if (code != 0) return Outcome.Killed;
        }
        return Outcome.Survived;
    }

    private static IEnumerable<TestClass> UpTo(TimeSpan most, IEnumerable<TestClass> tests)
    {
        var sum = TimeSpan.Zero;
        return tests.TakeWhile(test => (sum += test.Duration) <= most);
    }
}
