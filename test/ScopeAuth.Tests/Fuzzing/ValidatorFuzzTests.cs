using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ScopeAuth.Tests.Differential;
using ScopeAuth.Tests.Tokens;

namespace ScopeAuth.Tests.Fuzzing;

/// <summary>Changes tokens at random, from pieces, from known texts and from what was interesting before, and signs many of them again.</summary>
[Collection(LongRuns.Name)]
public sealed class ValidatorFuzzTests(ITestOutputHelper output)
{
    private const int MostBytes = 64 * 1024;

    [Fact]
    public async Task No_token_breaks_the_validator_and_none_is_accepted_without_a_signature_of_its_server()
    {
        using var api = await OfflineApi.StartAsync(TokenSource.Jwks);
        var run = new FuzzRun(inputs: 20_000, share: 0.7);
        var random = new Random(run.Seed);
        var corpus = new Corpus<string>(FuzzSeeds.Tokens.Concat(TokenSource.OneOfEach(api.Clock.GetUtcNow()).Select(draft => draft.Build())));
        var verdicts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        Assert.InRange(corpus.Count, 400, 1000);

        while (run.GoesOn())
        {
            var token = Next(corpus, random, api.Clock.GetUtcNow());
            var before = GC.GetAllocatedBytesForCurrentThread();
            var pending = api.Validator.ValidateAsync(token);
            var isSynchronous = pending.IsCompleted;
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            var verdict = await pending;

            var name = verdict.Rejection?.ToString() ?? "accepted";
            verdicts[name] = verdicts.GetValueOrDefault(name) + 1;
            Assert.True(verdict.Rejection != Rejection.InternalFault, $"seed {run.Seed}, input {run.Inputs}: {token}");
            Assert.True(!verdict.IsAccepted || IsSigned(token), $"seed {run.Seed}, input {run.Inputs}: accepted unsigned {token}");
            if (run.Inputs > 1000 && isSynchronous) Assert.True(allocated <= MostBytes, $"seed {run.Seed}, input {run.Inputs}: {allocated} bytes for a token of {token.Length}");
            corpus.Report(token, Behaviour(name, token));
        }

        output.WriteLine($"Seed {run.Seed}: {run.Inputs} tokens, {corpus.Behaviours} behaviours, {corpus.Count} kept. {string.Join(", ", verdicts.Select(verdict => $"{verdict.Key} {verdict.Value}"))}.");
        Assert.InRange(verdicts.GetValueOrDefault("accepted"), run.Inputs / 100, run.Inputs);
        if (run.IsFixed) Assert.InRange(verdicts.Count, 18, 26);
    }

    private static string Next(Corpus<string> corpus, Random random, DateTimeOffset now)
    {
        switch (random.Next(6))
        {
            case < 3:
                var draft = TokenSource.Draft(random, now);
                Mutations.Apply(draft, random, random.Next(1, 5));
                return draft.Build();
            case 3:
                return Encoding.Latin1.GetString(Havoc.Change(Encoding.Latin1.GetBytes(corpus.Pick(random)), Encoding.Latin1.GetBytes(corpus.Pick(random)), random));
            default:
                return ChangedInside(corpus.Pick(random), corpus.Pick(random), random);
        }
    }

    // Header or payload taken out, changed as bytes, put back, and signed: what no forger can do, and a registered server can.
    private static string ChangedInside(string token, string other, Random random)
    {
        if (token.Split('.') is not [var header, var payload, _]) return token + random.Pick(["", ".", "A"]);
        if (random.Next(3) == 0) header = Base64Url.EncodeToString(Havoc.Change(Decode(header), Decode(other.Split('.')[0]), random));
        else payload = Base64Url.EncodeToString(Havoc.Change(Decode(payload), Decode(other.Split('.')[^1]), random));
        var key = TestKey.Of("ec-256");
        return $"{header}.{payload}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes($"{header}.{payload}"), key.Algorithms.Single()))}";
    }

    // Written once more, from the platform's parts alone.
    private static bool IsSigned(string token)
    {
        var parts = token.Split('.');
        var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0])).RootElement;
        var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1])).RootElement;
        var (algorithm, data, signature) = (header.GetProperty("alg").GetString()!, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]));
        var candidates = TokenSource.Published.Where(key => key.Algorithms.Contains(algorithm) && (!header.TryGetProperty("kid", out var id) || id.GetString() == key.Id)).ToList();
        var hash = new HashAlgorithmName($"SHA{algorithm[2..]}");
        return payload.GetProperty("iss").GetString() == OfflineApi.Issuer && candidates is [var only] && (TestKey.Of(only.Id) is { Rsa: { } rsa }
            ? rsa.VerifyData(data, signature, hash, algorithm[0] == 'R' ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss)
            : TestKey.Of(only.Id).Ecdsa!.VerifyData(data, signature, hash));
    }

    // The verdict, and roughly the shape of what led to it.
    private static int Behaviour(string verdict, string token)
    {
        var parts = token.Split('.', 4);
        var payload = Decode(parts.Length > 1 ? parts[1] : "");
        return HashCode.Combine(
            verdict, Math.Min(parts.Length, 5), int.Log2(parts[0].Length + 1), int.Log2(payload.Length + 1), payload.AsSpan().Count((byte)'{'), payload.AsSpan().Count((byte)'\\'), int.Log2(payload.AsSpan().Count((byte)',') + 1));
    }

    private static byte[] Decode(string part)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        Base64Url.DecodeFromChars(part, bytes, out _, out var written);
        return bytes[..written];
    }
}
