namespace ScopeAuth.Introspection;

/// <summary>What one question brought: an answer, or why there is none.</summary>
internal readonly record struct IntrospectionReply(IntrospectionAnswer Answer, IntrospectionFailure? Failure = null)
{
    /// <summary>How long the server wants to be left alone, if it says so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the answer says yes or no in another way than RFC 7662 section 2.2 allows.</summary>
    public bool IsOdd { get; init; }

    public static IntrospectionReply Failed(IntrospectionFailureKind kind, string detail) => Failed(new(kind, detail));

    public static IntrospectionReply Failed(IntrospectionFailure failure) => new(IntrospectionAnswer.Unavailable, failure);
}
