using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Caching;

namespace ScopeAuth.Benchmarks;

/// <summary>The memory of the tokens that are remembered, at its default bound: under valid tokens that each come once, and under random ones.</summary>
internal static class CacheBenchmark
{
    private const int Step = 8;

    /// <param name="arguments"><c>--valid N</c> (default one million), <c>--random N</c> (default ten million).</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (valid, random) = (Arguments.Number(arguments, "--valid", 1_000_000), Arguments.Number(arguments, "--random", 10_000_000));
        using var keys = new BenchmarkKeys();
        await using var api = await BenchmarkApi.StartAsync(keys.Files, BenchmarkApi.DefaultRemembered);
        var validator = api.GetRequiredService<IAccessTokenValidator>();
        var accepted = AcceptedBy(api.GetRequiredService<TokenPipeline>());
        ColdBenchmark.Accept(validator, keys.Es256(-1).Compact);
        var before = Managed();
        Console.WriteLine("| after | remembered | their bytes, as bounded | managed memory above the start, MB |\n|---|---|---|---|");
        void Report(string what) =>
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {accepted.Count:N0} | {accepted.Bytes:N0} | {(Managed() - before) / 1e6:F1} |"));

        for (var step = 1; step <= Step; step++)
        {
            foreach (var token in keys.Many(valid / Step, first: (step - 1) * (valid / Step))) ColdBenchmark.Accept(validator, token);
            Report(string.Create(CultureInfo.InvariantCulture, $"{step * (valid / Step):N0} valid tokens, each once"));
        }
        for (var number = 0; number < random; number++)
            if (ColdBenchmark.Judge(validator, Random(keys, number)).IsAccepted) throw new InvalidOperationException("A random token was accepted.");
        Report(string.Create(CultureInfo.InvariantCulture, $"and {random:N0} random tokens"));
        return 0;
    }

    // One in a thousand is right in everything but the signature; of the others, half have three parts.
    private static string Random(BenchmarkKeys keys, int number)
    {
        if (number % 1000 == 0) return BenchmarkToken.Seal(BenchmarkToken.SigningInputOf("ES256", "es256", number), RandomNumberGenerator.GetBytes(64)).Compact;
        Span<byte> bytes = stackalloc byte[48];
        System.Random.Shared.NextBytes(bytes);
        var text = Base64Url.EncodeToString(bytes);
        return number % 2 == 0 ? text : $"{text[..16]}.{text[16..40]}.{text[40..]}";
    }

    private static long Managed() => GC.GetTotalMemory(forceFullCollection: true);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_accepted")]
    private static extern ref AcceptedTokens AcceptedBy(TokenPipeline pipeline);
}
