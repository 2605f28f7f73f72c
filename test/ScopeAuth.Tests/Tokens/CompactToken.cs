using System.Buffers.Text;
using System.Text;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Tokens;

/// <summary>Tokens in compact form, without anyone having signed them.</summary>
internal static class CompactToken
{
    public const int MaxLength = 16 * 1024;

    public static string Of(string header, string payload = "{}", string signature = "AQ") => $"{Encode(header)}.{Encode(payload)}.{signature}";

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    public static Rejection? Read(string compact) => UnverifiedToken.Read(compact, MaxLength, out _);
}
