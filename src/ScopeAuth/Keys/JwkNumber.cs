using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace ScopeAuth.Keys;

/// <summary>A number in a JSON Web Key: base64url without padding (RFC 7518 section 2), exactly one spelling per value.</summary>
internal static class JwkNumber
{
    // .NET's decoder skips white space and takes padding; RFC 7515 section 2 knows neither.
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static bool TryRead(JsonElement jwk, string member, [NotNullWhen(true)] out byte[]? number)
    {
        number = null;
        if (!jwk.TryGetProperty(member, out var value) || value.ValueKind is not JsonValueKind.String) return false;
        var text = value.GetString()!;
        if (text.Length == 0 || text.Length % 4 == 1 || text.AsSpan().ContainsAnyExcept(Alphabet)) return false;
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        // False for set bits beyond the last byte: those would be a second spelling of one value.
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var written) is not OperationStatus.Done) return false;
        number = bytes[..written];
        return true;
    }

    /// <summary>RFC 7518 section 6.3.1.1 allows no leading zero octet, yet some servers write one; the value is the same.</summary>
    public static byte[] Minimal(byte[] number) => number.AsSpan().IndexOfAnyExcept((byte)0) switch
    {
        0 => number,
        < 0 => [0],
        var start => number[start..],
    };
}
