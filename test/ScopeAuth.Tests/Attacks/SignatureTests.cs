using System.Numerics;
using System.Security.Cryptography;
using ScopeAuth.Tests.Fuzzing;
using ScopeAuth.Tests.Support;
using ScopeAuth.Tests.Tokens;

namespace ScopeAuth.Tests.Attacks;

/// <summary>Section D of docs/security.md: the bytes of a signature.</summary>
public sealed class SignatureTests(AttackedApi api) : IClassFixture<AttackedApi>
{
    private static readonly BigInteger Order = Number("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
    private static readonly BigInteger Field = Number("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF");

    [Theory]
    [InlineData(0, Rejection.Malformed)]
    [InlineData(1, Rejection.BadSignature)]
    [InlineData(32, Rejection.BadSignature)]
    [InlineData(63, Rejection.BadSignature)]
    public async Task D69_A_signature_that_was_cut_off_is_wrong(int length, Rejection expected)
    {
        await api.RefusesAsync(expected, draft => draft.SignatureChanges.Add(signature => signature[..length]));
        await api.RefusesAsync(expected, draft => draft.SignatureChanges.Add(signature => signature[..length]), "rsa-2048", "RS256");
    }

    public static TheoryData<string, string> Numbers
    {
        get
        {
            var numbers = new TheoryData<string, string>();
            foreach (var r in (string[])["0", "1", "n", "n-1", "n+1", "p", "max", "r"])
                foreach (var s in (string[])["0", "1", "n", "n-1", "n+1", "p", "max", "s"])
                    if ((r, s) != ("r", "s")) numbers.Add(r, s);
            return numbers;
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task D70_Numbers_outside_the_order_of_the_curve_are_no_signature(string r, string s) => await api.RefusesAsync(
        Rejection.BadSignature,
        draft => draft.SignatureChanges.Add(signature => [.. Of(r, signature[..32]), .. Of(s, signature[32..])]));

    [Theory]
    [InlineData("der")]
    [InlineData("der of a minimal length")]
    [InlineData("one byte more")]
    [InlineData("a zero before each half")]
    [InlineData("the lengths of another curve")]
    [InlineData("halves in the other order")]
    public async Task D71_An_ECDSA_signature_has_one_form(string form) => await api.RefusesAsync(Rejection.BadSignature, draft =>
    {
        if (form == "der") draft.Sign = data => draft.Key.Ecdsa!.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        else draft.SignatureChanges.Add(signature => form switch
        {
            "der of a minimal length" => [0x30, 0x44, 0x02, 0x20, .. signature[..32], 0x02, 0x20, .. signature[32..]],
            "one byte more" => [.. signature, 0],
            "a zero before each half" => [0, .. signature[..32], 0, .. signature[32..]],
            "the lengths of another curve" => [.. new byte[16], .. signature[..32], .. new byte[16], .. signature[32..]],
            _ => [.. signature[32..], .. signature[..32]],
        });
    });

    [Fact]
    public async Task D72_The_twin_of_an_ECDSA_signature_is_the_same_token_and_not_another()
    {
        var draft = api.Draft();
        var first = await api.AskAsync(draft);
        draft.SignatureChanges.Add(signature => [.. signature[..32], .. Bytes(Order - Number(signature[32..]))]);
        var second = await api.AskAsync(draft);

        // What tells tokens apart is the ID, so a revocation of the one is a revocation of the other.
        Assert.Equal((200, 200), (first.Status, second.Status));
        Assert.Equal("token-1", first.Json.GetProperty("tokenId").GetString());
        Assert.Equal(first.Body, second.Body);
    }

    [Theory]
    [InlineData("n")]
    [InlineData("n-1")]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("not reduced")]
    [InlineData("zero before")]
    [InlineData("zero behind")]
    [InlineData("without its first byte")]
    public async Task D74_An_RSA_signature_is_one_number_below_the_modulus_in_full_length(string form)
    {
        var modulus = TestKey.Of("rsa-2048").Rsa!.ExportParameters(false).Modulus!;
        byte[] Padded(BigInteger number, int length)
        {
            var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
            return [.. new byte[Math.Max(0, length - bytes.Length)], .. bytes];
        }

        foreach (var algorithm in (string[])["RS256", "PS256"])
            await api.RefusesAsync(
                Rejection.BadSignature,
                draft => draft.SignatureChanges.Add(signature => form switch
                {
                    "n" => modulus,
                    "n-1" => Padded(Number(modulus) - 1, 256),
                    "0" => new byte[256],
                    "1" => Padded(1, 256),
                    "not reduced" => Padded(Number(signature) + Number(modulus), 256),
                    "zero before" => [0, .. signature],
                    "zero behind" => [.. signature, 0],
                    _ => signature[1..],
                }),
                "rsa-2048",
                algorithm);
    }

    [Fact]
    public async Task D76_The_status_alone_tells_nobody_how_far_a_forgery_came()
    {
        await using var quiet = new AttackedApi { Settings = [new("ClientDetail", "Status")] };
        await quiet.InitializeAsync();
        Action<TokenDraft>[] forgeries =
        [
            draft => draft.Header.Set("alg", "\"HS256\""), draft => draft.Header.Set("kid", "\"unknown\""), draft => draft.Key = TestKey.Of("ec-256-b"),
            draft => draft.Claims.Set("iss", "\"https://other.example\""), draft => draft.Claims.Set("aud", "\"other\""), draft => draft.Claims.Set("exp", "1"),
            draft => draft.Claims.Set("client_id", "\"other\""), draft => draft.Claims.Set("cnf", "{}"), draft => draft.TextChanges.Add(token => token + "."),
        ];

        var answers = new List<string>();
        foreach (var forge in forgeries)
        {
            var draft = quiet.Draft();
            forge(draft);
            answers.Add(WithoutTrace(await quiet.AskAsync(draft)));
        }

        Assert.StartsWith("401 ", Assert.Single(answers.Distinct()), StringComparison.Ordinal);

        static string WithoutTrace(Answer answer) =>
            $"{answer.Status} {answer.Challenge} {answer.Body.Replace(answer.Json.GetProperty("traceId").GetString()!, "trace", StringComparison.Ordinal)}";
    }

    private static byte[] Of(string name, byte[] own) => name switch
    {
        "0" => Bytes(0),
        "1" => Bytes(1),
        "n" => Bytes(Order),
        "n-1" => Bytes(Order - 1),
        "n+1" => Bytes(Order + 1),
        "p" => Bytes(Field),
        "max" => [.. Enumerable.Repeat((byte)0xff, 32)],
        _ => own,
    };

    private static BigInteger Number(string hex) => Number(Convert.FromHexString(hex));

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Bytes(BigInteger number)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }
}
