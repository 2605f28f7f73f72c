using ScopeAuth.Tokens;

namespace ScopeAuth.Introspection;

/// <summary>What a server said about one token, or that it could not be asked. Nothing of it is believed beyond <c>active</c>.</summary>
internal sealed class IntrospectionAnswer
{
    private IntrospectionAnswer(Rejection? refusal, ReadOnlyMemory<byte> claims, DateTimeOffset freshUntil) =>
        (Refusal, Claims, FreshUntil) = (refusal, claims, freshUntil);

    /// <summary>Null for an active token.</summary>
    public Rejection? Refusal { get; }

    /// <summary>The JSON object about an active token, read strictly before.</summary>
    public ReadOnlyMemory<byte> Claims { get; }

    /// <summary>When it has to be asked for again.</summary>
    public DateTimeOffset FreshUntil { get; }

    public static IntrospectionAnswer Unavailable { get; } = new(Rejection.IntrospectionUnavailable, default, DateTimeOffset.MinValue);

    public static IntrospectionAnswer Active(ReadOnlyMemory<byte> claims, DateTimeOffset freshUntil) => new(null, claims, freshUntil);

    public static IntrospectionAnswer Inactive(DateTimeOffset freshUntil) => new(Rejection.Inactive, default, freshUntil);

    /// <summary>The members of the object, which was read once before.</summary>
    /// <param name="table">Room for them. Not the thread's: the token itself may be in the middle of its road there.</param>
    public JsonMembers Read(Span<JsonMember> table)
    {
        JsonText.TryReadObject(Claims.Span, table, out var members);
        return members;
    }
}
