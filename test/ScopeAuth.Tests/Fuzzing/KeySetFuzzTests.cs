using System.Text;
using ScopeAuth.Keys;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Fuzzing;

/// <summary>Changes key sets and metadata documents at random: what an authorization server may send, broken or hostile.</summary>
[Collection(LongRuns.Name)]
public sealed class KeySetFuzzTests(ITestOutputHelper output)
{
    [Fact]
    public void No_key_set_breaks_its_reader_and_no_weak_or_private_key_comes_out_of_it()
    {
        var run = new FuzzRun(inputs: 20_000, share: 0.2);
        var random = new Random(run.Seed);
        var corpus = new Corpus<byte[]>(FuzzSeeds.KeySets);
        var (usable, ignored) = (0, new HashSet<KeyIgnoredCause>());
        Assert.InRange(corpus.Count, 40, 100);

        while (run.GoesOn())
        {
            var text = random.Chance(3) ? Exchanged(corpus.Pick(random), random) : Havoc.Change(corpus.Pick(random), corpus.Pick(random), random);
            var where = $"seed {run.Seed}, input {run.Inputs}: {Encoding.UTF8.GetString(text)}";
            var reading = KeySetReader.Read(text);

            Assert.True(reading.Failure is not null == reading.Keys.Keys.IsEmpty, where);
            Assert.InRange(reading.Keys.Keys.Length + reading.Ignored.Length, 0, KeySetReader.MaxKeys);
            foreach (var key in reading.Keys.Keys) Assert.True(IsSound(key), where);
            Assert.Equal(reading.Keys.Keys.Length, reading.Keys.Keys.Select(key => (key.KeyId ?? key.Thumbprint, key.KeyType, key.KeyId is null ? key.GetHashCode() : 0)).Distinct().Count());
            foreach (var key in reading.Ignored) Assert.True(IsPrintable(key.KeyId) && IsPrintable(key.Detail), where);
            ignored.UnionWith(reading.Ignored.Select(key => key.Cause));
            usable += reading.Keys.Keys.Length;
            corpus.Report(text, Behaviour(reading));
        }

        output.WriteLine($"Seed {run.Seed}: {run.Inputs} key sets, {usable} usable keys, {corpus.Behaviours} behaviours, {corpus.Count} kept, ignored for {string.Join(", ", ignored.Order())}.");
        Assert.InRange(usable, run.Inputs / 100, int.MaxValue);
        if (run.IsFixed) Assert.Equal(Enum.GetValues<KeyIgnoredCause>(), ignored.Order());
    }

    [Fact]
    public void No_metadata_document_breaks_its_reader_and_none_leads_to_another_host()
    {
        var run = new FuzzRun(inputs: 20_000, share: 0.1);
        var random = new Random(run.Seed);
        byte[] seed = """{"issuer":"https://as.example","jwks_uri":"https://as.example/jwks","authorization_endpoint":"https://as.example/a","scopes_supported":["a"]}"""u8.ToArray();
        var (corpus, address, followed) = (new Corpus<byte[]>([seed]), new Uri("https://as.example/.well-known/openid-configuration"), 0);

        while (run.GoesOn())
        {
            var text = Havoc.Change(corpus.Pick(random), seed, random);
            var read = MetadataReader.TryReadJwksUri(text, address, ["https://as.example"], out var jwksUri, out var failure);

            Assert.Equal(read, failure is null);
            if (!read) continue;
            Assert.Equal("as.example", jwksUri!.IdnHost);      // what is resolved and connected to
            corpus.Report(text, HashCode.Combine(jwksUri, text.Length));
            followed++;
        }
        output.WriteLine($"Seed {run.Seed}: {run.Inputs} documents, {followed} followed.");
        Assert.InRange(followed, 100, run.Inputs);
    }

    // A member's value for another one, quotes and all.
    private static byte[] Exchanged(byte[] set, Random random)
    {
        var text = Encoding.UTF8.GetString(set);
        var colon = text.IndexOf(':', random.Next(text.Length + 1));
        if (colon < 0) return Encoding.UTF8.GetBytes(text + random.Pick(["}", "]", ""]));
        var end = text.AsSpan(colon).IndexOfAny(',', '}');
        var value = random.Pick(
        [
            "\"RSA\"", "\"EC\"", "\"OKP\"", "\"oct\"", "\"sig\"", "\"enc\"", "\"RS256\"", "\"PS512\"", "\"ES256\"", "\"ES384\"", "\"ES512\"", "\"P-256\"", "\"P-384\"", "\"P-521\"", "\"secp256k1\"", "\"AQAB\"", "\"AQ\"",
            "\"\"", "null", "1", "[]", "{}", "[\"verify\"]", "[\"sign\"]", "\"\\ud800\"", $"\"{new string('A', random.Next(1, 1500))}\"", JsonTexts.Any(random),
        ]);
        return Encoding.UTF8.GetBytes(end < 0 ? text[..(colon + 1)] + value : $"{text[..(colon + 1)]}{value}{text[(colon + end)..]}");
    }

    private static bool IsSound(VerificationKey key) =>
        key.KeyId is null or { Length: > 0 and <= JwkReader.MaxKeyIdLength }
        && key.Algorithms.Any()
        && (key.ExportRsa() is { } rsa
            ? key.Bits is >= 2048 and <= 8192 && RsaFaults.Find(rsa) is null && rsa.D is null && key.Algorithms.All(algorithm => algorithm.Padding is not null)
            : key.Bits is 256 or 384 or 521 && key.ExportEc()!.Value.D is null && key.Algorithms.Single().CurveBits == key.Bits);

    private static bool IsPrintable(string text) => text.Length <= 500 && text.All(character => character is >= ' ' and <= '~');

    private static int Behaviour(KeySetReading reading)
    {
        var hash = new HashCode();
        hash.Add(reading.Failure?.Kind);
        foreach (var key in reading.Keys.Keys) hash.Add((key.KeyType, key.Bits, key.Algorithms.Count(), key.KeyId is null));
        foreach (var key in reading.Ignored) hash.Add((key.Cause, key.Detail));
        return hash.ToHashCode();
    }
}
