using System.Text;

namespace ScopeAuth.Tests.Fuzzing;

/// <summary>Changes bytes as they come, and with pieces of what the readers look for.</summary>
internal static class Havoc
{
    private static readonly byte[][] Dictionary =
    [
        .. new[]
        {
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0061", "\\ud800", "\\udc00", "\\ud83d\\ude00", "\\n", "\\\"", "null", "true", "false", "-", "0", "1e400", "-0", ".5",
            "1e-7", "\"alg\":", "\"kid\":", "\"typ\":", "\"crit\":", "\"b64\":", "\"iss\":", "\"aud\":", "\"exp\":", "\"nbf\":", "\"iat\":", "\"scope\":", "\"cnf\":", "\"keys\":", "\"kty\":",
            "\"use\":", "\"key_ops\":", "\"x5c\":", "\"issuer\":", "\"RSA\"", "\"EC\"", "\"OKP\"", "\"oct\"", "\"P-256\"", "\"P-384\"", "\"P-521\"", "\"RS256\"", "\"ES256\"", "\"ES384\"", "\"sig\"", "\"enc\"", "\"none\"",
            "\"n\":", "\"e\":", "\"AQAB\"", "\"Aw\"", "\"\"", "\"x\":", "\"y\":", "\"d\":", "\"crv\":", "\"k\":", "zs:config:", "::", " ", "\r\n", "\0", "\u00e9", "\ufeff", "scopeauth:role",
            ".", "=", "eyJhbGciOiJub25lIn0",
        }.Select(Encoding.UTF8.GetBytes),
        [0xff], [0x80], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80],
    ];

    public static byte[] Change(byte[] input, byte[] other, Random random)
    {
        var bytes = input.ToList();
        for (var changes = 1 << random.Next(4); changes > 0; changes--) ChangeOnce(bytes, other, random);
        return [.. bytes];
    }

    private static void ChangeOnce(List<byte> bytes, byte[] other, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(1, 1 << random.Next(1, 7)), bytes.Count - at);
        switch (random.Next(9))
        {
            case 0 when at < bytes.Count: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1 when at < bytes.Count: bytes[at] = (byte)random.Next(256); break;
            case 2: bytes.RemoveRange(at, length); break;
            case 3: bytes.InsertRange(at, random.Pick(Dictionary)); break;
            case 4: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
            case 5:
                bytes.RemoveRange(at, length);
                bytes.InsertRange(at, random.Pick(Dictionary));
                break;
            case 6 when other.Length > 0:
                var from = random.Next(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(random.Next(1, 64), other.Length - from)).ToArray());
                break;
            case 7 when length > 1:
                bytes.Reverse(at, length);
                break;
            default: bytes.InsertRange(at, Enumerable.Repeat(random.Pick(Dictionary), random.Next(1, 12)).SelectMany(piece => piece)); break;
        }
    }
}
