using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Tokens;

namespace ScopeAuth.Benchmarks;

/// <summary>One token, seen for the first time: the verdict against the bare signature check of the same token.</summary>
internal static class ColdBenchmark
{
    public static async Task<int> RunAsync()
    {
        using var keys = new BenchmarkKeys();
        await using var api = await BenchmarkApi.StartAsync(keys.Files, remembered: 0);
        var validator = api.GetRequiredService<IAccessTokenValidator>();
        Console.WriteLine("| token | characters | bare check, µs | whole verdict, of the bare check | bytes | with principal | bytes |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var algorithm in SignatureAlgorithm.All)
        {
            var token = keys.Sign(algorithm);
            Report(algorithm.Name, Measure(token, validator, keys.Bare(algorithm, token), rounds: 60));
        }
        return 0;
    }

    public static ColdFigures Measure(BenchmarkToken token, IAccessTokenValidator validator, Action bare, int rounds = PairedRun.DefaultRounds)
    {
        var organization = Organization.Parse("zscaler.net::1234567");
        void Verdict() => Accept(validator, token.Compact);
        void Principal() => Require(Judge(validator, token.Compact).Token!.CreatePrincipal(organization).Identity!.IsAuthenticated);
        return new(
            token.Compact.Length,
            PairedRun.Compare(bare, Verdict, rounds),
            PairedRun.Allocated(Verdict),
            PairedRun.Compare(bare, Principal, rounds),
            PairedRun.Allocated(Principal));
    }

    public static void Accept(IAccessTokenValidator validator, string token) => Require(Judge(validator, token).IsAccepted);

    public static TokenVerdict Judge(IAccessTokenValidator validator, string token)
    {
        var task = validator.ValidateAsync(token);
        return task.IsCompletedSuccessfully ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("It waited.");
    }

    private static void Report(string name, ColdFigures figures) => Console.WriteLine(
        $"| {name} | {figures.Characters} | {figures.Verdict.FirstNanoseconds / 1000:F1} | {figures.Verdict} | {figures.VerdictBytes} "
        + $"| {figures.Principal} | {figures.PrincipalBytes} |");

    private static void Require(bool holds)
    {
        if (!holds) throw new InvalidOperationException("The token was refused.");
    }
}

internal sealed record ColdFigures(int Characters, Ratio Verdict, long VerdictBytes, Ratio Principal, long PrincipalBytes);
