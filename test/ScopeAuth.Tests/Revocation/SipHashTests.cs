using System.Buffers.Binary;
using System.Numerics;
using ScopeAuth.Revocation;

namespace ScopeAuth.Tests.Revocation;

/// <summary>SipHash-1-3 with 128 bits, against published values and against the algorithm as its paper writes it down.</summary>
public sealed class SipHashTests
{
    // The key of every published value: 00 01 02 ... 0f.
    private static readonly byte[] Key = [.. Enumerable.Range(0, 16).Select(number => (byte)number)];

    // Of the bytes 00 01 02 ..., of the length given: from the tests of the Rust compiler, whose hash it is, and of the crate siphasher.
    [Theory]
    [InlineData(0, "e77ebcb22788a5befd62db6add303001")]
    [InlineData(1, "fc6f370460d3eda85e0573cc2b2ff063")]
    [InlineData(7, "1084b923f2aae0c3a62f2ec80848ab77")]
    [InlineData(8, "aa12fee1d5e3dab4724f16ab35f9c799")]
    [InlineData(63, "4c5800e34efe426f079f6b0aa75260ad")]
    public void Published_values_come_out(int length, string expected)
    {
        var (high, low) = SipHash.Create(Key).Hash(Text(length));
        Assert.Equal(expected, Hexadecimal(high, low));
    }

    // Of SipHash-2-4: the paper's appendix A (64 bits, 15 bytes), and the first of the reference implementation's values with 128 bits.
    [Fact]
    public void The_plain_algorithm_gives_the_values_of_the_paper_and_of_the_reference()
    {
        Assert.Equal(0xa129ca6149be45e5, Plain(2, 4, Text(15), wide: false).High);
        Assert.Equal("a3817f04ba25a8e66df67214c7550293", Hexadecimal(Plain(2, 4, [], wide: true)));
    }

    [Fact]
    public void Texts_of_every_length_have_the_hash_of_the_plain_algorithm()
    {
        for (var length = 0; length < 300; length++) Assert.Equal(Plain(1, 3, Text(length), wide: true), SipHash.Create(Key).Hash(Text(length)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(17)]
    public void A_key_has_sixteen_bytes(int length) => Assert.Throws<ArgumentException>(() => SipHash.Create(new byte[length]));

    private static byte[] Text(int length) => [.. Enumerable.Range(0, length).Select(number => (byte)number)];

    private static string Hexadecimal((ulong High, ulong Low) hash) => Hexadecimal(hash.High, hash.Low);

    private static string Hexadecimal(ulong high, ulong low)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, high);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), low);
        return Convert.ToHexStringLower(bytes);
    }

    // Aumasson and Bernstein, "SipHash: a fast short-input PRF", section 2.
    private static (ulong High, ulong Low) Plain(int rounds, int lastRounds, byte[] text, bool wide)
    {
        ulong key0 = BinaryPrimitives.ReadUInt64LittleEndian(Key), key1 = BinaryPrimitives.ReadUInt64LittleEndian(Key.AsSpan(8));
        ulong[] v = [key0 ^ 0x736f6d6570736575, key1 ^ 0x646f72616e646f6d, key0 ^ 0x6c7967656e657261, key1 ^ 0x7465646279746573];
        if (wide) v[1] ^= 0xee;

        var padded = new byte[text.Length / 8 * 8 + 8];
        text.CopyTo(padded, 0);
        padded[^1] = (byte)text.Length;
        for (var place = 0; place < padded.Length; place += 8)
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(padded.AsSpan(place));
            v[3] ^= word;
            Mix(v, rounds);
            v[0] ^= word;
        }
        v[2] ^= wide ? 0xeeUL : 0xff;
        Mix(v, lastRounds);
        var first = v[0] ^ v[1] ^ v[2] ^ v[3];
        v[1] ^= 0xdd;
        Mix(v, lastRounds);
        return (first, v[0] ^ v[1] ^ v[2] ^ v[3]);
    }

    private static void Mix(ulong[] v, int rounds)
    {
        for (; rounds > 0; rounds--)
        {
            v[0] += v[1];
            v[1] = BitOperations.RotateLeft(v[1], 13) ^ v[0];
            v[0] = BitOperations.RotateLeft(v[0], 32);
            v[2] += v[3];
            v[3] = BitOperations.RotateLeft(v[3], 16) ^ v[2];
            v[0] += v[3];
            v[3] = BitOperations.RotateLeft(v[3], 21) ^ v[0];
            v[2] += v[1];
            v[1] = BitOperations.RotateLeft(v[1], 17) ^ v[2];
            v[2] = BitOperations.RotateLeft(v[2], 32);
        }
    }
}
