using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Caching;
using ScopeAuth.Hosting;
using ScopeAuth.Tests.Attacks;
using ScopeAuth.Tokens;

namespace ScopeAuth.Benchmarks;

/// <summary>Where the time of a verdict goes, station by station: each row is everything up to it, and what it adds to the row before.</summary>
internal static class StagesBenchmark
{
    private const int MaxLength = 16 * 1024;

    public static async Task<int> RunAsync()
    {
        using var keys = new BenchmarkKeys();
        await using ServiceProvider forgetting = await BenchmarkApi.StartAsync(keys.Files, remembered: 0), remembering = await BenchmarkApi.StartAsync(keys.Files, remembered: 16 * 1024);
        ReportNew(keys, forgetting);
        ReportSeen(keys, remembering);
        ReportUseless(keys, forgetting);
        return 0;
    }

    private static void ReportNew(BenchmarkKeys keys, ServiceProvider api)
    {
        var token = keys.Rs256();
        var compact = token.Compact;
        var servers = api.GetRequiredService<CurrentSettings>().Current.Servers;
        var validator = api.GetRequiredService<IAccessTokenValidator>();
        void Read() => Require(UnverifiedToken.Read(compact, MaxLength, out _) is null);
        void Find() => Require(UnverifiedToken.Read(compact, MaxLength, out var read) is null && servers.Find(read, out _) is null);
        void Check() => Require(UnverifiedToken.Read(compact, MaxLength, out var read) is null && servers.Find(read, out var server) is null
            && server!.Check(read, TimeProvider.System.GetUtcNow(), out _) is null);
        void Grant() => Require(UnverifiedToken.Read(compact, MaxLength, out var read) is null && servers.Find(read, out var server) is null
            && server!.Check(read, TimeProvider.System.GetUtcNow(), out _) is null && server.RoleScopes.TryRead(read.Claims, out var grants) && !grants.IsEmpty);
        void Verify() => Require(UnverifiedToken.Read(compact, MaxLength, out var read) is null && servers.Find(read, out var server) is null
            && server!.Check(read, TimeProvider.System.GetUtcNow(), out _) is null && server.RoleScopes.TryRead(read.Claims, out var grants) && !grants.IsEmpty
            && server.Verify(read, TimeProvider.System.GetUtcNow()) is null);

        byte[] input = token.SigningInput, signature = token.Signature;
        VerificationKey.TryCreate(keys.Rsa, "rs256", only: null, out var key, out _);
        var algorithm = SignatureAlgorithm.Find("RS256")!;
        void Signature() => Require(key!.Verify(algorithm, input, signature));

        Console.WriteLine("A new RS256 token:\n");
        Report(
            keys.Bare(SignatureAlgorithm.Find("RS256")!, token),
            ("read: base64url, header and payload", Read), ("registry", Find), ("rules: algorithm, type, times, audience, client", Check), ("role scopes", Grant),
            ("the signature alone, with a key of ScopeAuth's", Signature), ("key and signature", Verify),
            ("whole verdict: with revocations, and what is kept of the token", () => ColdBenchmark.Accept(validator, compact)));
    }

    private static void ReportSeen(BenchmarkKeys keys, ServiceProvider api)
    {
        var compact = keys.Rs256().Compact;
        var validator = api.GetRequiredService<IAccessTokenValidator>();
        ColdBenchmark.Accept(validator, compact);
        UnverifiedToken.Read(compact, MaxLength, out var unverified);
        var decoded = new DecodedToken(unverified);
        Console.WriteLine("\nOne token seen before; its text is in the processor's cache:\n");
        Report(
            keys.Bare(SignatureAlgorithm.Find("RS256")!, keys.Rs256()),
            ("hash of its end", () => Require(TokenHash.Of(compact) != 1)),
            ("comparison of the whole token alone", () => Require(decoded.IsOf(compact))),
            ("the clock alone", () => Require(TimeProvider.System.GetUtcNow() > DateTimeOffset.UnixEpoch)),
            ("whole verdict", () => ColdBenchmark.Accept(validator, compact)));
    }

    private static void ReportUseless(BenchmarkKeys keys, ServiceProvider api)
    {
        var good = keys.Rs256();
        var bare = keys.Bare(SignatureAlgorithm.Find("RS256")!, good);
        var validator = api.GetRequiredService<IAccessTokenValidator>();
        Console.WriteLine("\nThe costliest tokens that nobody signed:\n");
        Console.WriteLine("| what is costly | characters | verdict, µs | of the bare check | of one half as long | bytes |\n|---|---|---|---|---|---|");
        foreach (var kind in CostlyToken.Kinds)
        {
            string whole = CostlyToken.Of(kind, good.Compact), half = CostlyToken.Of(kind, good.Compact, part: 0.5);
            void Whole() => Require(!ColdBenchmark.Judge(validator, whole).IsAccepted);
            void Half() => Require(!ColdBenchmark.Judge(validator, half).IsAccepted);
            var ratio = PairedRun.Compare(bare, Whole, rounds: 50);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {kind} | {whole.Length} | {ratio.Value * ratio.FirstNanoseconds / 1000:F1} | {ratio} | {PairedRun.Compare(Half, Whole, rounds: 50)} | {PairedRun.Allocated(Whole)} |"));
        }
    }

    private static void Report(Action bare, params (string Name, Action Operation)[] stages)
    {
        Console.WriteLine("| up to | ns | more than the row before | of the bare check | bytes |\n|---|---|---|---|---|");
        var before = 0.0;
        foreach (var (name, operation) in stages)
        {
            var ratio = PairedRun.Compare(bare, operation, rounds: 50);
            var nanoseconds = ratio.Value * ratio.FirstNanoseconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {nanoseconds:F0} | {nanoseconds - before:F0} | {ratio.Value:F4} ({ratio.Low:F4} to {ratio.High:F4}) | {PairedRun.Allocated(operation)} |"));
            before = nanoseconds;
        }
    }

    private static void Require(bool holds)
    {
        if (!holds) throw new InvalidOperationException("A stage failed.");
    }
}
