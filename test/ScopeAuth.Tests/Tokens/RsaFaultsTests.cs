using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using ScopeAuth.Tests.Vectors;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Tokens;

public sealed class RsaFaultsTests
{
    private const string WrongExponent = "its exponent is not odd and at least 65537";

    [Theory]
    [InlineData(2047, "it has 2047 bits; 2048 to 8192 are allowed")]
    [InlineData(2048, null)]
    [InlineData(2049, null)]
    [InlineData(8192, null)]
    [InlineData(8193, "it has 8193 bits; 2048 to 8192 are allowed")]
    [InlineData(512, "it has 512 bits; 2048 to 8192 are allowed")]
    [InlineData(1, "it has 1 bits; 2048 to 8192 are allowed")]
    public void A_modulus_has_2048_to_8192_bits(int bits, string? fault) => Assert.Equal(fault, RsaFaults.Find(Key(Odd(bits))));

    [Fact]
    public void Leading_zeros_make_no_modulus_longer()
    {
        var key = Key(Odd(2047));
        key.Modulus = [0, 0, .. key.Modulus!];
        Assert.Equal("it has 2047 bits; 2048 to 8192 are allowed", RsaFaults.Find(key));
    }

    [Fact]
    public void An_even_modulus_is_refused() => Assert.Equal("its modulus is even", RsaFaults.Find(Key(Odd(2048) + 1)));

    [Theory]
    [InlineData(1, WrongExponent)]                  // every padded hash would be its own signature
    [InlineData(0, WrongExponent)]
    [InlineData(2, WrongExponent)]
    [InlineData(3, WrongExponent)]
    [InlineData(17, WrongExponent)]
    [InlineData(65535, WrongExponent)]
    [InlineData(65536, WrongExponent)]
    [InlineData(65537, null)]
    [InlineData(65538, WrongExponent)]
    [InlineData(4294967295, null)]
    [InlineData(4294967297, WrongExponent)]         // longer ones cost more and gain nothing
    public void An_exponent_is_odd_and_not_small(long exponent, string? fault) => Assert.Equal(fault, RsaFaults.Find(Key(Odd(2048), exponent)));

    [Fact]
    public void A_modulus_of_CVE_2017_15361_is_found()
    {
        var groups = VectorFile.Read("wycheproof/json_web_key_test.json").GetProperty("testGroups").EnumerateArray();
        var jwk = Assert.Single(groups, group => group.GetProperty("comment").GetString() == "jws_rsa_roca_key")
            .GetProperty("public").GetProperty("keys")[0];
        var key = new RSAParameters
        {
            Modulus = Base64Url.DecodeFromChars(jwk.GetProperty("n").GetString()),
            Exponent = Base64Url.DecodeFromChars(jwk.GetProperty("e").GetString()),
        };

        Assert.Equal("its modulus has the fingerprint of CVE-2017-15361 (ROCA)", RsaFaults.Find(key));
        key.Modulus![^1] ^= 2;      // another number, of the same length and odd
        Assert.Null(RsaFaults.Find(key));
    }

    [Fact]
    public void A_power_of_65537_for_all_but_one_small_prime_is_no_fingerprint()
    {
        // 65537 to any power is a residue for every prime of the test; adding the product of all but the last leaves those as they are.
        int[] primes =
        [
            3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127,
            131, 137, 139, 149, 151, 157, 163, 167,
        ];
        Assert.Equal(38, primes.Length);
        var roca = BigInteger.Pow(65537, 130);
        Assert.InRange(roca.GetBitLength(), 2048, 8192);
        Assert.NotNull(RsaFaults.Find(Key(roca)));
        foreach (var prime in primes.Where(HasOtherResidues))
        {
            var others = 2 * primes.Where(other => other != prime).Aggregate(BigInteger.One, (product, other) => product * other);
            var changed = Enumerable.Range(1, prime).Select(times => roca + (times * others)).First(number => !IsPowerOf65537(number, prime));
            Assert.Null(RsaFaults.Find(Key(changed)));
        }
    }

    [Fact]
    public void The_keys_of_the_tests_are_sound()
    {
        var keys = TestKey.All.Select(TestKey.Of).Where(key => key.Rsa is not null).ToList();

        Assert.Equal(4, keys.Count);
        Assert.All(keys, key => Assert.Null(RsaFaults.Find(key.Rsa!.ExportParameters(false))));
    }

    private static bool HasOtherResidues(int prime) => Enumerable.Range(0, prime).Any(residue => !IsPowerOf65537(residue, prime));

    private static bool IsPowerOf65537(BigInteger number, int prime) =>
        Enumerable.Range(0, prime).Any(power => BigInteger.ModPow(65537, power, prime) == number % prime);

    // Odd, and divisible by 3: no power of 65537 is, so it has no fingerprint.
    private static BigInteger Odd(int bits)
    {
        var number = BigInteger.One << (bits - 1);
        while (bits > 1 && (number.IsEven || number % 3 != 0)) number++;
        return number;
    }

    private static RSAParameters Key(BigInteger modulus, BigInteger? exponent = null) => new()
    {
        Modulus = modulus.ToByteArray(isUnsigned: true, isBigEndian: true),
        Exponent = (exponent ?? 65537).ToByteArray(isUnsigned: true, isBigEndian: true),
    };
}
