using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace ScopeAuth.Benchmarks;

/// <summary>One token, seen for the first time and seen before: the verdict against the bare signature check of the same token.</summary>
internal static class ColdBenchmark
{
    public static async Task<int> RunAsync()
    {
        using var keys = new BenchmarkKeys();
        await using var api = await BenchmarkApi.StartAsync(keys.Files, remembered: 0);
        var validator = api.GetRequiredService<IAccessTokenValidator>();
        Console.WriteLine("| token | characters | bare check, µs | whole verdict, of the bare check | bytes | with principal | bytes |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        Report("RS256", Measure(keys.Rs256(), validator, Bare(keys.Rsa, keys.Rs256())));
        Report("ES256", Measure(keys.Es256(), validator, Bare(keys.Ecdsa, keys.Es256())));
        var (warm, nanoseconds, bytes) = await MeasureWarmAsync(keys, tokens: 1000);
        Console.WriteLine();
        Console.WriteLine($"Seen before, among 1,000: {warm} of SHA-256 over the token, {nanoseconds:F0} ns, {bytes} bytes.");
        return 0;
    }

    public static Action Bare(RSA key, BenchmarkToken token)
    {
        byte[] input = token.SigningInput, signature = token.Signature;
        return () => Require(key.VerifyData(input, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    public static Action Bare(ECDsa key, BenchmarkToken token)
    {
        byte[] input = token.SigningInput, signature = token.Signature;
        return () => Require(key.VerifyData(input, signature, HashAlgorithmName.SHA256));
    }

    public static ColdFigures Measure(BenchmarkToken token, IAccessTokenValidator validator, Action bare)
    {
        var organization = Organization.Parse("zscaler.net::1234567");
        void Verdict() => Require(Judge(validator, token.Compact).IsAccepted);
        void Principal() => Require(Judge(validator, token.Compact).Token!.CreatePrincipal(organization).Identity!.IsAuthenticated);
        return new(
            token.Compact.Length,
            PairedRun.Compare(bare, Verdict),
            PairedRun.Allocated(Verdict),
            PairedRun.Compare(bare, Principal),
            PairedRun.Allocated(Principal));
    }

    /// <summary>Look-up, clock and revocation epoch of tokens in turn, against one SHA-256 over a token.</summary>
    public static async Task<(Ratio Ratio, double Nanoseconds, long Bytes)> MeasureWarmAsync(BenchmarkKeys keys, int tokens)
    {
        await using var api = await BenchmarkApi.StartAsync(keys.Files, remembered: 2 * Math.Max(tokens, 8 * 1024));
        var validator = api.GetRequiredService<IAccessTokenValidator>();
        var texts = Enumerable.Range(0, tokens).Select(number => keys.Rs256(number).Compact).ToArray();
        foreach (var text in texts) Require(Judge(validator, text).IsAccepted);
        var bytes = Encoding.ASCII.GetBytes(texts[0]);
        var turn = 0;
        void Hash() => SHA256.HashData(bytes, stackalloc byte[32]);
        void Verdict() => Require(Judge(validator, texts[turn = (turn + 1) % texts.Length]).IsAccepted);
        var ratio = PairedRun.Compare(Hash, Verdict);
        return (ratio, ratio.Value * ratio.FirstNanoseconds, PairedRun.Allocated(Verdict));
    }

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
