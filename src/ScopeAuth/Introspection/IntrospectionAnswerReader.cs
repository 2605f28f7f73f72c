using System.Buffers;
using System.Text.Unicode;
using ScopeAuth.Tokens;

namespace ScopeAuth.Introspection;

/// <summary>Reads the body of an answer (RFC 7662 section 2.2) as strictly as a token: it decides as much, and comes from outside, too.</summary>
internal static class IntrospectionAnswerReader
{
    public const int MaxBytes = 64 * 1024;

    /// <param name="utf8">The body; it is kept in the answer.</param>
    /// <param name="asked">When the question was sent: nobody knows what has happened since.</param>
    /// <param name="positiveAge">How long an active token's answer may be used.</param>
    /// <param name="negativeAge">How long an inactive token's answer may be used.</param>
    /// <param name="oddActive">Whether <c>active</c> is missing or no boolean: such an answer is taken for a no.</param>
    /// <returns>Null for what is no answer at all.</returns>
    public static IntrospectionAnswer? Read(
        ReadOnlyMemory<byte> utf8, DateTimeOffset asked, TimeSpan positiveAge, TimeSpan negativeAge, out bool oddActive)
    {
        oddActive = false;
        if (utf8.Length > MaxBytes || !Utf8.IsValid(utf8.Span)) return null;
        var table = ArrayPool<JsonMember>.Shared.Rent(TokenBuffers.MaxClaims);
        try
        {
            if (!JsonText.TryReadObject(utf8.Span, table.AsSpan(0, TokenBuffers.MaxClaims), out var members)) return null;
            var kind = members.TryFind("active"u8, out var active) ? active.Kind : JsonKind.Null;
            if (kind != JsonKind.True)
            {
                oddActive = kind != JsonKind.False;
                return IntrospectionAnswer.Inactive(asked + negativeAge);
            }
            var freshUntil = asked + positiveAge;
            // Once it has expired only the server can say what comes next.
            if (TokenTimes.TryRead(members, out var times) && times.ExpiresAt < freshUntil) freshUntil = times.ExpiresAt;
            return IntrospectionAnswer.Active(utf8, freshUntil);
        }
        finally
        {
            ArrayPool<JsonMember>.Shared.Return(table);
        }
    }
}
