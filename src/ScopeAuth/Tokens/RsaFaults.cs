using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;
using System.Security.Cryptography;

namespace ScopeAuth.Tokens;

/// <summary>What makes an RSA public key unusable here, checked by us because the platforms differ in what they refuse.</summary>
internal static class RsaFaults
{
    private const int MinBits = 2048;       // RFC 7518 section 3.3
    private const int MaxBits = 8192;       // bounds the cost of one check
    private const int MinExponent = 65537;

    /// <summary>Modulo each of these primes, a modulus of CVE-2017-15361 (ROCA) is a power of 65537; a sound one hardly ever is for all.</summary>
    private static readonly ImmutableArray<(int Prime, FrozenSet<int> Residues)> RocaResidues =
    [
        .. new[]
        {
            3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127,
            131, 137, 139, 149, 151, 157, 163, 167,
        }.Select(prime => (prime, PowersOf65537(prime).ToFrozenSet())),
    ];

    public static string? Find(RSAParameters key)
    {
        var modulus = new BigInteger(key.Modulus, isUnsigned: true, isBigEndian: true);
        var exponent = new BigInteger(key.Exponent, isUnsigned: true, isBigEndian: true);
        var bits = (int)modulus.GetBitLength();

        if (bits is < MinBits or > MaxBits) return $"it has {bits} bits; {MinBits} to {MaxBits} are allowed";
        if (modulus.IsEven) return "its modulus is even";
        if (exponent < MinExponent || exponent.IsEven || exponent > uint.MaxValue) return "its exponent is not odd and at least 65537";
        return IsRoca(modulus) ? "its modulus has the fingerprint of CVE-2017-15361 (ROCA)" : null;
    }

    private static bool IsRoca(BigInteger modulus) => RocaResidues.All(row => row.Residues.Contains((int)(modulus % row.Prime)));

    private static IEnumerable<int> PowersOf65537(int prime)
    {
        var power = 1;
        do
        {
            yield return power;
            power = power * (65537 % prime) % prime;
        }
        while (power != 1);
    }
}
